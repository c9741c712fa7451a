import MirrorCore

/// The words of the plain pages; reports' own titles and descriptions are English.
enum PageWords {
    static let reports = Wording("Reports", norwegian: "Rapporter")
    static let allReports = Wording("All reports", norwegian: "Alle rapporter")
    static let overview = Wording("Overview", norwegian: "Oversikt")
    static let programs = Wording("For programs", norwegian: "For programmer")
    static let required = Wording("Fields marked with * are required.", norwegian: "Felt med * må fylles ut.")
    static let asOf = Wording(
        "A day such as 2026-10-31 (its end), a time, or -7d.",
        norwegian: "En dag som 2026-10-31 (slutten av den), et tidspunkt, eller -7d.")
    static let show = Wording("Show", norwegian: "Vis")
    static let first = Wording("The first % of % rows.", norwegian: "De første % av % rader.")
    static let noRows = Wording("No rows.", norwegian: "Ingen rader.")
    static let usual = Wording("(default: %)", norwegian: "(standard: %)")
    static let unset = Wording("(not set)", norwegian: "(ikke satt)")
}
