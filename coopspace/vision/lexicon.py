"""The words by which a sentence shows that it opens on an action, in French and in English.

An explicit list rather than a guess on word ends: « vivre », « grandir », « habiter » or « être »
open good visions, « créer » and « renforcer » open plans. Every word here is tried in a test.
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


FRENCH_ACTIONS = _words(
    """
    accompagner accroître accueillir adapter agir aider améliorer aménager animer apporter
    assurer augmenter bâtir changer combattre communiquer concevoir consolider construire
    contribuer coordonner créer déployer désenclaver développer diffuser diminuer donner
    dynamiser élaborer élargir éliminer encourager équiper éradiquer étendre évaluer expérimenter
    faciliter faire favoriser fédérer financer former fournir garantir identifier impliquer
    impulser informer initier insérer installer intégrer intervenir investir lancer lutter
    maintenir mener mesurer mettre mobiliser moderniser monter multiplier mutualiser offrir
    organiser orienter ouvrir pérenniser permettre piloter poursuivre prévenir produire promouvoir
    proposer protéger rassembler réaliser recruter redonner redynamiser réduire réhabiliter
    relancer remobiliser rendre rénover renforcer repenser repérer requalifier réunir revaloriser
    revitaliser sécuriser sensibiliser simplifier soutenir stimuler structurer supprimer
    transformer travailler valoriser végétaliser œuvrer
    """
)
"""Infinitives that announce what somebody will do."""

FRENCH_DEEDS = _words(
    """
    accompagnement accroissement amélioration aménagement augmentation construction coordination
    création déploiement développement diffusion diminution élaboration expérimentation
    financement insertion installation lancement lutte mise mobilisation modernisation
    mutualisation organisation pérennisation promotion réduction réhabilitation relance
    renforcement rénovation requalification revalorisation revitalisation sécurisation
    sensibilisation simplification structuration transformation valorisation végétalisation
    """
)
"""Names of actions; they open one when a complement follows (« création d’une maison… »)."""

FRENCH_PREDICATES = _words(
    "a ont est sont n’ ne se s’ devient deviennent peut peuvent permet permettent reste restent va"
)
"""What shows that a deed is only the subject of a sentence (« le développement de… ne… »)."""

FRENCH_WE = _words(
    """
    accompagnons agissons aidons améliorons aménageons augmentons bâtissons construisons créons
    déployons développons donnons encourageons favorisons faisons finançons formons informons
    lançons luttons menons mettons mobilisons organisons permettons promouvons proposons réduisons
    renforçons rénovons sensibilisons soutenons transformons travaillons œuvrons
    """
)
"""What « nous » does in a plan; « nous vivons », « nous nous sentons » stay welcome."""

ENGLISH_ACTIONS = _words(
    """
    achieve address build combat connect contribute coordinate create deliver
    deploy develop educate eliminate empower enable encourage engage enhance ensure equip
    eradicate establish expand facilitate foster give grow guarantee hire implement improve include
    inform integrate invest involve launch lead make mobilise mobilize modernise modernize
    organise organize prevent promote protect provide raise reduce rehabilitate renovate
    restore revitalise revitalize simplify strengthen tackle transform unite upgrade
    """
)
"""Base forms that announce what somebody will do."""

ENGLISH_EITHER = _words(
    """
    change decrease design fight fund help increase hold offer open run set start support train work
    building coordinating creating delivering developing encouraging ensuring fighting fostering
    funding helping improving increasing launching making organising organizing promoting providing
    reducing strengthening supporting tackling training transforming
    """
)
"""Words that are a verb or a name: an action only when their object follows at once."""

ENGLISH_OBJECTS = _words(
    """
    a all an any better children each every everybody everyone families local more new our
    people residents safe safer strong stronger the their those together up with young against
    """
)
"""What follows an English verb of action, and never the same word used as a name."""

KNOWN = _words("ADN BD CD CO2 CV DVD GPS HLM OK RER SMS SOS TGV TV UK USA VTT WC WIFI")
"""Letters that everybody reads as a word."""

STRESSED = _words(
    """
    AU AUX AVEC CHACUN CHACUNE CHAQUE DANS DE DES DU ELLE ELLES EN ENFIN ENSEMBLE EST ET EUX
    IL ILS JAMAIS LA LE LES LEUR LIBRE MAIS MIEUX NOS NOTRE NOUS ON OU PAR PAS PLUS POUR QUI QUE
    RÉELLE SA SANS SES SI SON SONT SUR TES TOUS TOUT TOUTE TOUTES TRÈS UN UNE VIE VIT VIVRE VRAI
    ALL AND ANY ARE AT BY EACH EVERY FOR FROM FREE HAS HAVE HOME IN IS IT ITS LIFE LIVE NO NOT OF
    ON ONE OR OUR OUT REAL THE THEIR THEM THEY TO US WE WHO WITH YES YOU YOUR
    """
)
"""Ordinary words that somebody wrote in capitals to stress them."""
