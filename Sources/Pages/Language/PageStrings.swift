import MirrorCore

/// The page's own wording; `%` is a placeholder.
enum PageStrings {
    static let title = Wording("Mobile subscriptions", norwegian: "Mobilabonnementer")
    static let asOf = Wording("As of %", norwegian: "Per %")
    static let times = Wording("Times are those of %.", norwegian: "Klokkeslett gjelder for %.")
    static let skip = Wording("Skip to the figures", norwegian: "Hopp til tallene")
    static let contents = Wording("Parts of the page", norwegian: "Deler av siden")

    static let figures = Wording("Key figures", norwegian: "Nøkkeltall")
    static let toDo = Wording("To do", norwegian: "Å gjøre")
    static let months = Wording("Head count by month", norwegian: "Antall abonnementer per måned")
    static let bridge = Wording("From % to today", norwegian: "Fra % til i dag")
    static let bridgeThen = Wording("From % to %", norwegian: "Fra % til %")
    static let groups = Wording("Where they are", norwegian: "Fordeling")
    static let changes = Wording("Changed this week", norwegian: "Endret denne uken")
    static let ending = Wording("Ends within 30 days", norwegian: "Utløper innen 30 dager")
    static let tasks = Wording("What to put right", norwegian: "Hva som bør rettes")
    static let quality = Wording("Data quality and freshness", norwegian: "Datakvalitet og ferskhet")
    static let all = Wording("Subscriptions", norwegian: "Abonnementer")

    static let navigation: [(PagePlace, Wording)] = [
        (.figures, figures), (.months, Wording("Month", norwegian: "Måneden")), (.groups, groups),
        (.changes, Wording("This week", norwegian: "Denne uken")),
        (.ending, Wording("Ending", norwegian: "Utløper")), (.tasks, toDo),
        (.quality, Wording("Quality", norwegian: "Kvalitet")), (.all, all),
    ]

    static let since = Wording("% since %", norwegian: "% siden %")
    static let sinceBefore = Wording("since %", norwegian: "siden %")
    static let points = Wording("points", norwegian: "prosentpoeng")
    static let noComparison = Wording(
        "Nothing is compared with %: the mirror's first run was later.",
        norwegian: "Ingenting er sammenlignet med %: speilets første kjøring kom senere.")
    static let noComparisonYet = Wording(
        "Nothing is compared with %: no run had been complete by then.",
        norwegian: "Ingenting er sammenlignet med %: ingen kjøring var fullført da.")

    static let report = Wording("Report", norwegian: "Rapport")
    static let command = Wording("Command", norwegian: "Kommando")
    static let coverage = Wording("Coverage", norwegian: "Dekning")
    static let table = Wording("The figures as a table", norwegian: "Tallene som tabell")
    static let rows = Wording("Rows", norwegian: "Rader")
    static let rowsOf = Wording("% of % rows", norwegian: "% av % rader")
    static let oneRow = Wording("% row", norwegian: "% rad")
    static let manyRows = Wording("% rows", norwegian: "% rader")
    static let moreRows = Wording(
        "% more rows: see the command.", norwegian: "% rader til: se kommandoen.")
    static let oneMoreRow = Wording("% more row: see the command.", norwegian: "% rad til: se kommandoen.")
    static let noRows = Wording("None.", norwegian: "Ingen.")
    static let shares = Wording(
        "The shares are rounded so that they add up to 100 %: those of equal counts may differ by 0.01.",
        norwegian: "Andelene er avrundet slik at de til sammen er 100 %: like antall kan skille 0,01.")
    static let total = Wording("Total", norwegian: "Sum")
    static let rest = Wording("The other %", norwegian: "De andre %")
    static let moreGroups = Wording(
        "% more, together", norwegian: "% til, samlet")
    static let smallGroup = Wording("% group of few", norwegian: "% liten gruppe")
    static let smallGroups = Wording(
        "% groups of few, together", norwegian: "% små grupper, samlet")
    static let withheld = Wording(
        "Withheld at the privacy level %.", norwegian: "Utelatt på personvernnivået %.")
    static let distribution = Wording(
        "These add up to the % numbers that the API lists; the head count of % is without % whose last day has passed.",
        norwegian:
            "Disse summerer seg til de % numrene som API-et lister; antallet på % er uten % med passert siste dag."
    )
    static let noSubscriptions = Wording(
        "The mirror holds no subscriptions: the API lists none.",
        norwegian: "Speilet har ingen abonnementer: API-et lister ingen.")
    static let noSubscriptionsYet = Wording(
        "The mirror holds no subscriptions yet: run submirror sync.",
        norwegian: "Speilet har ingen abonnementer ennå: kjør submirror sync.")
    static let folded = Wording(
        "Groups of fewer than % are shown together, and rows do not say which group they belong to.",
        norwegian: "Grupper på færre enn % vises samlet, og rader sier ikke hvilken gruppe de hører til.")

    static let monthChart = Wording(
        "Line chart of the head count at the end of each month: from % (%) to % (%).",
        norwegian: "Linjediagram over antall abonnementer ved slutten av hver måned: fra % (%) til % (%).")
    static let monthChartOfOne = Wording(
        "The head count of %: %.", norwegian: "Antall abonnementer i %: %.")
    static let noMonths = Wording(
        "No month is known yet.", norwegian: "Ingen måned er kjent ennå.")
    static let monthUnderWay = Wording("so far", norwegian: "hittil")
    static let monthClosed = Wording("closed", norwegian: "avsluttet")
    static let monthOver = Wording("not closed", norwegian: "ikke avsluttet")
    static let axisBegins = Wording(
        "The axis begins at %, so that differences are seen.",
        norwegian: "Aksen begynner på %, slik at forskjellene synes.")
    static let legend = Wording(
        "A ring is a month that is not closed.", norwegian: "En ring er en måned som ikke er avsluttet.")
    static let bridgeChart = Wording(
        "Waterfall chart: the head count went from % to %. %",
        norwegian: "Fossediagram: antallet gikk fra % til %. %")
    static let closedWith = Wording(
        "% was closed with %; what was learned since is in the opening.",
        norwegian: "% ble avsluttet med %; det som er kjent siden, er med i det inngående antallet.")
    static let broken = Wording(
        "The steps do not lead to the closing: see the report.",
        norwegian: "Stegene fører ikke til det utgående antallet: se rapporten.")
    static let barChart = Wording(
        "Bar chart of the largest: %.", norwegian: "Søylediagram over de største: %.")

    static let endingOne = Wording(
        "% subscription or add-on ends, on %.", norwegian: "% abonnement eller tilleggstjeneste utløper, %.")
    static let endingOneInMonth = Wording(
        "% subscription or add-on ends, in %.", norwegian: "% abonnement eller tilleggstjeneste utløper, i %."
    )
    static let endingSummary = Wording(
        "% subscriptions and add-ons end, the first on %.",
        norwegian: "% abonnementer og tilleggstjenester utløper, de første %.")
    static let endingInMonths = Wording(
        "% subscriptions and add-ons end, the first in %.",
        norwegian: "% abonnementer og tilleggstjenester utløper, de første i %.")
    static let onNotice = Wording(
        "Every subscription on notice, whenever it ends",
        norwegian: "Alle oppsagte abonnementer, uansett siste dag")
    static let changesOne = Wording(
        "% change in the last seven days.", norwegian: "% endring de siste sju dagene.")
    static let changesSummary = Wording(
        "% changes in the last seven days.", norwegian: "% endringer de siste sju dagene.")
    static let withheldOne = Wording(
        "% change in a field that the privacy level % leaves out.",
        norwegian: "% endring i et felt som er utelatt på personvernnivået %.")
    static let withheldChanges = Wording(
        "% changes in fields that the privacy level % leaves out.",
        norwegian: "% endringer i felter som er utelatt på personvernnivået %.")
    static let otherOne = Wording(
        "% change in the last seven days, in a field that the privacy level % leaves out.",
        norwegian: "% endring de siste sju dagene, i et felt som er utelatt på personvernnivået %.")
    static let otherChanges = Wording(
        "% changes in the last seven days, all in fields that the privacy level % leaves out.",
        norwegian: "% endringer de siste sju dagene, alle i felter som er utelatt på personvernnivået %.")
    static let noChanges = Wording(
        "Nothing changed in the last seven days.", norwegian: "Ingenting er endret de siste sju dagene.")
    static let noEnding = Wording(
        "Nothing ends within 30 days.", norwegian: "Ingenting utløper innen 30 dager.")
    static let allRows = Wording(
        "Every change, a new number or a new holder in one row",
        norwegian: "Hver endring, et nytt nummer eller en ny innehaver i én rad")

    static let search = Wording(
        "Find a number, a name or a reference", norwegian: "Finn et nummer, et navn eller en referanse")
    static let searchHits = Wording("hits on this page", norwegian: "treff på siden")
    static let searchNone = Wording(
        "No hit on this page. Of any number: submirror explain NUMBER",
        norwegian: "Ingen treff på siden. For et hvilket som helst nummer: submirror explain NUMMER")
    static let searchMore = Wording("more", norwegian: "til")
    static let searchScope = Wording(
        "Searches the rows on this page; % of % subscriptions are on it.",
        norwegian: "Søker i radene på siden; % av % abonnementer står på den.")

    static let madeBy = Wording(
        "Made by submirror % from its mirror. Privacy level: %.",
        norwegian: "Laget av submirror % fra speilet. Personvernnivå: %.")
    static let unknown = Wording("unknown", norwegian: "ukjent")
    static let empty = Wording("(empty)", norwegian: "(tom)")
    static let wholeRow = Wording("the row", norwegian: "raden")
    static let ofRelation = Wording("%: %", norwegian: "%: %")
}

extension PageFigure.Name {
    var wording: Wording {
        switch self {
        case .headCount: Wording("Head count", norwegian: "Antall abonnementer")
        case .listed: Wording("Listed by the API", norwegian: "Listet i API-et")
        case .inUse: Wording("In use", norwegian: "I bruk")
        case .barred: Wording("Barred", norwegian: "Sperret")
        case .onNotice: Wording("On notice", norwegian: "Oppsagt")
        case .ended: Wording("Ended, still listed", norwegian: "Avsluttet, fortsatt listet")
        case .statusUnknown: Wording("Status unknown", norwegian: "Ukjent status")
        case .withCostCentre: Wording("With a cost centre", norwegian: "Med kostnadssted")
        }
    }
}

extension PageTask.Name {
    var wording: Wording {
        switch self {
        case .barred: Wording("Barred", norwegian: "Sperret")
        case .ended: Wording("Ended but listed", norwegian: "Avsluttet, men listet")
        case .doubleAddOns: Wording("Double add-ons", norwegian: "Doble tilleggstjenester")
        case .unusedTwins: Wording("Unused twins", norwegian: "Ubrukte tvillinger")
        case .noCostCentre: Wording("No cost centre", norwegian: "Uten kostnadssted")
        case .noUser: Wording("No user", norwegian: "Uten bruker")
        }
    }

    /// Why a controller should check it.
    var explanation: Wording {
        switch self {
        case .barred:
            Wording(
                "Barred and not ended: paid for, and of no use.",
                norwegian: "Sperret og ikke avsluttet: betales, men kan ikke brukes.")
        case .ended:
            Wording(
                "Subscriptions and add-ons whose last day has passed, and that the API still lists.",
                norwegian:
                    "Abonnementer og tilleggstjenester der siste dag er passert, men som API-et fortsatt lister."
            )
        case .doubleAddOns:
            Wording(
                "The same add-on more than once on one subscription: perhaps paid for twice.",
                norwegian: "Samme tilleggstjeneste flere ganger på ett abonnement: kanskje betalt to ganger.")
        case .unusedTwins:
            Wording(
                "Twin cards and twin products that do not fit together.",
                norwegian: "Tvillingkort og tvillingprodukter som ikke passer sammen.")
        case .noCostCentre:
            Wording(
                "Without a text that tells the cost centre: nobody bears the cost.",
                norwegian: "Uten tekst som sier kostnadsstedet: ingen bærer kostnaden.")
        case .noUser:
            Wording(
                "Nobody can say who uses it, or the name is missing in part.",
                norwegian: "Ingen vet hvem som bruker det, eller navnet mangler delvis.")
        }
    }
}

extension PageGroups.Grouping {
    var wording: Wording {
        switch self {
        case .type: Wording("By type", norwegian: "Etter type")
        case .costCentre: Wording("By cost centre", norwegian: "Etter kostnadssted")
        case .organization: Wording("By organization", norwegian: "Etter organisasjon")
        case .account: Wording("By account", norwegian: "Etter konto")
        }
    }

    var columnWording: Wording {
        switch self {
        case .type: Wording("Type", norwegian: "Type")
        case .costCentre: Wording("Cost centre", norwegian: "Kostnadssted")
        case .organization: Wording("Organization", norwegian: "Organisasjon")
        case .account: Wording("Account", norwegian: "Konto")
        }
    }
}

extension PageBridge.Name {
    var wording: Wording {
        switch self {
        case .opening: Wording("Opening", norwegian: "Inngående")
        case .loaded: Wording("First load", norwegian: "Første innlasting")
        case .new: Wording("New", norwegian: "Nye")
        case .returned: Wording("Returned", norwegian: "Kom tilbake")
        case .terminated: Wording("Terminated", norwegian: "Avsluttet")
        case .gone: Wording("Gone", norwegian: "Borte")
        case .rereadIn: Wording("Read anew, in", norwegian: "Lest på nytt, inn")
        case .rereadOut: Wording("Read anew, out", norwegian: "Lest på nytt, ut")
        case .closing: Wording("Closing", norwegian: "Utgående")
        }
    }
}

extension PageLight.Level {
    var wording: Wording {
        switch self {
        case .good: Wording("Good", norwegian: "Bra")
        case .warning: Wording("Look at it", norwegian: "Se på det")
        case .bad: Wording("Not to be relied on", norwegian: "Ikke til å stole på")
        }
    }

    /// A symbol in addition to the colour.
    var mark: String {
        switch self {
        case .good: "✓"
        case .warning: "!"
        case .bad: "×"
        }
    }
}

extension PageLight.Subject {
    var wording: Wording {
        switch self {
        case .freshness: Wording("Freshness", norwegian: "Ferskhet")
        case .completeness: Wording("Completeness", norwegian: "Fullstendighet")
        case .quality: Wording("Readability", norwegian: "Lesbarhet")
        }
    }
}
