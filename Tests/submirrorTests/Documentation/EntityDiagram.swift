import MirrorCore
import Testing

/// Relations and the references between them, drawn as SVG.
///
/// A relation stands to the right of those that it refers to. References are drawn behind the boxes.
struct EntityDiagram: Sendable, CustomTestStringConvertible {
    /// The file's name, without its ending.
    let name: String
    private let title: String
    private let boxes: [Box]

    var testDescription: String { name }

    static let all: [EntityDiagram] = {
        let visible = RelationRegistry.mirror.visible
        func chosen(_ prefixes: [String]) -> [Relation] {
            visible.filter { relation in prefixes.contains { relation.name.hasPrefix($0) } }
        }
        let apart = ["millom_", "month_", "audit"]
        let own = visible.filter { relation in !apart.contains { relation.name.hasPrefix($0) } }
        return [
            EntityDiagram("data-model", "Subscriptions, and what the program records about its runs", own),
            EntityDiagram("data-model-millom", "Millom", chosen(["millom_"])),
            EntityDiagram(
                "data-model-months-and-audits", "Closed months and audits", chosen(["month_", "audit"])),
        ]
    }()

    private init(_ name: String, _ title: String, _ relations: [Relation]) {
        self.name = name
        self.title = title
        let names = Set(relations.map(\.name))
        let outside = RelationRegistry.mirror.visible.filter { relation in
            !names.contains(relation.name)
                && relations.contains { $0.fields.contains { $0.target == relation.name } }
        }
        boxes = Self.placed(relations.map { Box($0) } + outside.map { Box(elsewhere: $0) })
    }

    var svg: String {
        let width = (boxes.map { $0.x + Box.width }.max() ?? 0) + Self.margin
        let height = (boxes.map { $0.y + $0.height }.max() ?? 0) + Self.margin
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
            role="img" font-family="system-ui, sans-serif" font-size="11">
            <title>\(title)</title>
            <desc>Made from the registry of relations by the test DocumentationFileTests.</desc>
            <rect width="\(width)" height="\(height)" fill="#ffffff"/>
            \(references.joined(separator: "\n"))
            \(boxes.map(\.svg).joined(separator: "\n"))
            </svg>

            """
    }

    private static let margin = 20
    private static let gap = (x: 56, y: 14)
    /// A column of boxes that would be higher goes on in a second one.
    private static let tallest = 700

    /// The boxes with their places: one layer after the other, from left to right.
    private static func placed(_ boxes: [Box]) -> [Box] {
        let byName = Dictionary(uniqueKeysWithValues: boxes.map { ($0.name, $0) })
        func layer(_ box: Box, _ seen: Set<String> = []) -> Int {
            let targets = box.targets.subtracting(seen).subtracting([box.name]).compactMap { byName[$0] }
            return targets.map { layer($0, seen.union([box.name])) + 1 }.max() ?? 0
        }
        let alone = boxes.filter { box in
            box.targets.isEmpty && !boxes.contains { $0.targets.contains(box.name) }
        }
        let related = boxes.filter { box in !alone.contains { $0.name == box.name } }
        let layers = Dictionary(grouping: related) { layer($0) }.sorted { $0.key < $1.key }.map(\.value)
        var placed: [Box] = []
        var bottoms: [Int] = []
        func place(_ box: Box, in column: Int) {
            var box = box
            (box.x, box.y) = (margin + column * (Box.width + gap.x), bottoms[column])
            bottoms[column] += box.height + gap.y
            placed.append(box)
        }
        for group in layers {
            bottoms.append(margin)
            for box in group {
                if let bottom = bottoms.last, bottom > margin, bottom + box.height > tallest {
                    bottoms.append(margin)
                }
                place(box, in: bottoms.count - 1)
            }
        }
        // Where there is room.
        for box in alone {
            let column = bottoms.indices.min { bottoms[$0] < bottoms[$1] }
            if let column { place(box, in: column) }
        }
        return placed
    }

    /// A curve from each referring column to the relation that it refers to.
    private var references: [String] {
        boxes.flatMap { box in
            box.rows.enumerated().compactMap { index, row in
                guard let target = boxes.first(where: { $0.name == row.target }), target.name != box.name
                else {
                    return nil
                }
                let from = (x: box.x, y: box.y + Box.head + index * Box.row + Box.row / 2)
                let to = (x: target.x + Box.width, y: target.y + Box.head / 2)
                let pull = max(30, (from.x - to.x) / 2)
                return """
                    <path d="M \(from.x) \(from.y) C \(from.x - pull) \(from.y), \(to.x + pull) \(to.y), \(to.x) \(to.y)" \
                    fill="none" stroke="#7b8ba5"/><circle cx="\(to.x)" cy="\(to.y)" r="3" fill="#7b8ba5"/>
                    """
            }
        }
    }
}

/// A relation in the diagram.
private struct Box: Sendable {
    struct Row: Sendable {
        let name: String
        let type: String
        let isKey: Bool
        let target: String?
    }

    static let width = 232
    static let head = 22
    static let row = 15

    let name: String
    let isHistorized: Bool
    let rows: [Row]
    var x = 0
    var y = 0

    init(_ relation: Relation) {
        name = relation.name
        isHistorized = relation.isHistorized
        rows = relation.fields.map { column in
            Row(
                name: column.name, type: column.kind.rawValue, isKey: relation.identity.contains(column),
                target: column.target)
        }
    }

    /// One of another diagram, by its name alone.
    init(elsewhere relation: Relation) {
        name = relation.name
        isHistorized = false
        rows = []
    }

    var height: Int { Self.head + rows.count * Self.row + (rows.isEmpty ? 0 : 5) }
    var targets: Set<String> { Set(rows.compactMap(\.target)) }

    var svg: String {
        let edge = "stroke=\"#30507a\""
        var lines = [
            "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.width)\" height=\"\(height)\" rx=\"4\" fill=\"#ffffff\" \(edge)/>",
            "<path d=\"M \(x) \(y + Self.head) v -18 q 0 -4 4 -4 h \(Self.width - 8) q 4 0 4 4 v 18 z\" fill=\"#30507a\"/>",
            "<text x=\"\(x + 8)\" y=\"\(y + 15)\" fill=\"#ffffff\" font-weight=\"600\">\(name)</text>",
        ]
        if isHistorized {
            lines.append(
                "<text x=\"\(x + Self.width - 8)\" y=\"\(y + 15)\" fill=\"#ffffff\" text-anchor=\"end\">+ history</text>"
            )
        }
        for (index, row) in rows.enumerated() {
            let line = y + Self.head + index * Self.row + 12
            let weight = row.isKey ? " font-weight=\"700\"" : ""
            let arrow = row.target == nil ? "" : "→ "
            lines.append(
                "<text x=\"\(x + 8)\" y=\"\(line)\" fill=\"#1b2a41\"\(weight)>\(arrow)\(row.name)</text>"
                    + "<text x=\"\(x + Self.width - 8)\" y=\"\(line)\" fill=\"#5a6b85\" text-anchor=\"end\">\(row.type)</text>"
            )
        }
        return lines.joined(separator: "\n")
    }
}
