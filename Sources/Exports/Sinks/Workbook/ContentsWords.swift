import MirrorCore
import MirrorReading

/// The texts of a workbook's contents sheet, in a language.
struct ContentsWords {
    private let language: ReportLanguage

    init(_ language: ReportLanguage) { self.language = language }

    var title: String { text("Subscriptions", "Abonnementer") }

    var times: String {
        text(
            "Times are local, in the time zone of the column header; the mirror itself, which data_dictionary "
                + "describes, stores UTC. An empty cell means unknown or empty.",
            "Tider er etter klokken i sonen som står i overskriften; speilet selv, som data_dictionary beskriver, har "
                + "UTC. En tom celle er ukjent eller tom.")
    }

    func changes(_ since: String) -> String {
        text(
            "Only the subscriptions that changed at \(since) or later.",
            "Bare abonnementene som ble endret \(since) eller senere.")
    }

    func closed(_ month: String) -> String {
        text("\(month), as it was closed.", "\(month), slik måneden ble avsluttet.")
    }

    var heads: [String] {
        language == .english
            ? ["sheet", "rows", "relation", "description"] : ["ark", "rader", "relasjon", "beskrivelse"]
    }

    func sheets(_ count: Int) -> String {
        text("On \(count) sheets, as one cannot hold it.", "På \(count) ark, siden ett ikke rommer den.")
    }

    var continued: String { text("Continued.", "Fortsatt.") }

    /// In Norwegian as the registry of relations has it.
    func description(of selection: ExportSelection) -> String {
        let relation = Self.relation(selection.relation.name)
        let wording = relation?.name == selection.relation.name ? relation?.description : relation?.history
        return language == .english ? selection.description : wording?.norwegian ?? selection.description
    }

    /// A column of `snapshot_info`.
    func description(of column: RelationColumn) -> String {
        let wording = Self.relation("snapshot_info")?.fields.first { $0.name == column.name }?.description
        return language == .english ? column.description : wording?.norwegian ?? column.description
    }

    private static func relation(_ name: String) -> Relation? {
        RelationRegistry.mirror.visible.first { $0.name == name || $0.historyName == name }
    }

    /// The heading of a column of `completeness`.
    func head(_ name: String) -> String { language == .english ? name : Self.heads[name] ?? name }

    /// A value of it.
    func value(_ value: String, of column: String) -> String {
        guard language == .norwegian, column == "measure" || column == "detail" else { return value }
        return Self.values[value] ?? value
    }

    private func text(_ english: String, _ norwegian: String) -> String {
        language.text(Wording(english, norwegian: norwegian))
    }

    private static let heads = [
        "source": "kilde", "measure": "mål", "detail": "hva", "count": "antall", "of_count": "av",
        "percent": "prosent", "from_at": "fra", "to_at": "til",
    ]

    private static let values = [
        "gapless": "uten hull", "gap": "hull", "verified": "kontrollert", "missed": "ikke vist av søket",
        "changes that the search had not shown": "endringer som søket ikke hadde vist",
        "unreadable": "uleselig", "within 1 day": "innen 1 dag", "within 7 days": "innen 7 dager",
        "within 30 days": "innen 30 dager", "unconfirmed": "ubekreftet", "quarantined": "satt til side",
    ]
}
