"""Flask's extensions. Only this file knows Flask-SQLAlchemy, so that it could be replaced here."""

from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from coopspace.kernel.base import Base

db = SQLAlchemy(metadata=Base.metadata)
babel = Babel()
login_manager = LoginManager()
csrf = CSRFProtect()
compress = Compress()
