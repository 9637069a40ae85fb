"""The letters about accounts. Each says what happens if nothing is done."""

from coopspace.accounts.model import User
from coopspace.kernel.refusal import N_
from coopspace.mail import Letter

_NOT_ME = N_("If it was not you, do nothing: your password stays as it is.")
_STRANGE = N_(
    "If it was not you, choose another password at once with “Forgotten password” on the sign-in "
    "page, and tell the person who runs CoopSpace where you are."
)


def reset(user: User, link: str) -> Letter:
    """A link to choose another password."""
    return Letter(
        to=user.email,
        locale=user.locale,
        subject=N_("Choose another password"),
        paragraphs=(
            N_("Somebody, probably you, asked to choose another password for CoopSpace."),
            N_("This link works once, for ten minutes:"),
        ),
        link=link,
        after=(_NOT_ME,),
    )


def welcome(user: User, link: str) -> Letter:
    """A link to choose a first password."""
    return Letter(
        to=user.email,
        locale=user.locale,
        subject=N_("Your account on CoopSpace"),
        paragraphs=(
            N_(
                "An account was opened for you on CoopSpace, the workspace where State, local "
                "authority and civil society steer one change together."
            ),
            N_("Choose your password with this link. It works once, for seven days:"),
        ),
        link=link,
        after=(N_("If you expected nothing of the kind, do nothing: the account stays closed."),),
    )


def password_changed(user: User, *, by_link: bool) -> Letter:
    """Word that the password is another one; `by_link` signed out the device in use as well."""
    changed = N_("Your password for CoopSpace was just changed, and your other devices signed out.")
    if by_link:
        changed = N_("Your password for CoopSpace was just changed, and every device signed out.")
    return Letter(
        to=user.email,
        locale=user.locale,
        subject=N_("Your password was changed"),
        paragraphs=(changed, _STRANGE),
    )


def new_address(user: User, email: str, link: str) -> Letter:
    """A link for the new address to prove itself."""
    return Letter(
        to=email,
        locale=user.locale,
        subject=N_("Is this your new address?"),
        paragraphs=(
            N_("Somebody, probably you, wants to sign in to CoopSpace with this address."),
            N_("This link works once, for ten minutes:"),
        ),
        link=link,
        after=(N_("If it was not you, do nothing: no account will use this address."),),
    )


def address_asked(user: User) -> Letter:
    """Word to the present address that another one was asked for."""
    return Letter(
        to=user.email,
        locale=user.locale,
        subject=N_("A change of address was asked for"),
        paragraphs=(
            N_("Somebody, probably you, asked that your CoopSpace account use another address."),
            _STRANGE,
        ),
    )


def address_changed(user: User, former: str) -> Letter:
    """Word to the former address that it is no longer in use."""
    return Letter(
        to=former,
        locale=user.locale,
        subject=N_("Your CoopSpace account uses another address"),
        paragraphs=(
            N_("From now on your CoopSpace account uses another address than this one."),
            N_(
                "If it was not you, tell the person who runs CoopSpace where you are, at once: "
                "this address no longer opens your account."
            ),
        ),
    )
