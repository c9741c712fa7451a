import MirrorCore

/// Every relation with its columns as Markdown, as the registry describes them.
enum RelationPage {
    static func markdown(of registry: RelationRegistry) -> String {
        let head = """
            # Relations and columns

            <!-- Written by the test DocumentationFileTests, from the registry of relations. -->

            The [data model](data-model.md) explains how they belong together. The relation `data_dictionary` has the same
            descriptions inside every mirror, snapshot and export, in English and in Norwegian, and the place of each value in
            the API's document. Columns in **bold** identify a row. A column's privacy class decides whether it leaves the mirror:
            see [privacy levels](personal-data.md#privacy-levels).

            """
        return head + registry.visible.sorted { $0.name < $1.name }.map(section).joined()
    }

    private static func section(of relation: Relation) -> String {
        var text = "\n## \(relation.name)\n\n\(relation.description.english)\n\n"
        if let history = relation.history {
            text +=
                "`\(relation.historyName)`: \(history.english) It has the same columns, `observed_from` and `observed_to`.\n\n"
        }
        text += "| column | type | privacy | description |\n|---|---|---|---|\n"
        for column in relation.fields {
            let isKey = relation.identity.contains(column)
            let name = isKey ? "**`\(column.name)`**" : "`\(column.name)`"
            let target = column.target.map { " → [\($0)](#\($0))" } ?? ""
            let words = column.description.english.replacing("|", with: "\\|")
            text += "| \(name) | \(column.kind.rawValue) | \(column.privacy.rawValue) | \(words)\(target) |\n"
        }
        return text
    }
}
