"""What people call the columns of a table of actions."""

from coopspace.changes.headings import CHANGES, LINKS, Vocabulary

ACTIONS = Vocabulary(
    "actions",
    {
        "code": "numero|n|no|number|code|id|identifiant|ref|reference|repere|numero de l action",
        "title": (
            "ce qui est a faire|what is to be done|action|actions|intitule de l action|"
            "nom de l action|libelle de l action|titre de l action|action prevue|"
            "actions prevues|action a mener|actions a mener|action menee|description de l action|"
            "quoi|que faire|tache|taches|what|to do|task|action name|name of the action|intitule|"
            "libelle|titre|title|nom|title of the action|projet|project"
        ),
        "kind": "nature|type|type d action|kind|genre|c est|it is",
        "state": (
            "ou en est l action|where the action stands|etat|etat d avancement|avancement|statut|"
            "status|state|ou en est on|etape"
        ),
        "why": "pourquoi elle en est la|why it stands there|raison|motif|reason|why",
        "pilot": (
            "pilote dans notre reseau|pilot on our network|pilote|pilotes|pilotage|pilot|porteur|"
            "porteuse|porteur de l action|structure porteuse|structure pilote|"
            "organisation pilote|pilot organisation|responsable|chef de file|lead|leader|qui|who|"
            "qui pilote|referent|referente|owner"
        ),
        "pilot_name": "pilote hors de notre reseau|pilot if not on our network|pilot name",
        "partners": (
            "partenaires dans notre reseau|partners on our network|partenaires|partenaire|"
            "partners|partner|avec qui|with whom|acteurs associes|structures associees"
        ),
        "others": "autres partenaires|other partners|others",
        "starts": (
            "commence le|starts on|debut|date de debut|demarrage|date de demarrage|start|"
            "start date|starts|a partir du|du|depuis|from"
        ),
        "ends": (
            "finit le|ends on|fin|date de fin|echeance|date d echeance|jusqu au|au|delai|end|"
            "end date|ends|deadline|due|due date|until|to"
        ),
        "effort": "effort|efforts|charge|difficulte|effort a fournir",
        "contributions": (
            "contribue a|contributes to|contribution|contributions|changement|changements|"
            "changement vise|changements vises|changement attendu|changements attendus|change|"
            "changes|pour quel changement|code du changement|sert a"
        ),
        "strength": "a quel point elle contribue|a quel point il contribue|"
        "how much it contributes|force|poids|strength|weight",
        "supports": (
            "actions qui la soutiennent|actions that support it|soutenue par|supported by|"
            "soutient|supports|actions liees|liee a|related actions|en lien avec"
        ),
        "resources": "moyens|ressources|resources|budget|means|moyens necessaires|moyens humains",
        "learnt": (
            "ce que nous en avons appris|ce qui a ete appris|what was learnt|apprentissages|"
            "enseignements|lecons|bilan|learnt|lessons learnt|lessons|ce qu on a appris"
        ),
    },
    frozenset({"title"}),
)
KNOWN = (CHANGES, LINKS, ACTIONS)
"""The three tables of a strategy: where headings could be of two, they are of the first."""
BY_KIND = {one.kind: one for one in KNOWN}
