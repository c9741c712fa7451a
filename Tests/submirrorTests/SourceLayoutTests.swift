import Foundation
import Testing

/// The diagram in CONTRIBUTING.md, the manifest and the imports agree, and folders
/// depend on each other one way.
@Suite("The layout of the sources")
struct SourceLayoutTests {
    /// Read once, as it takes a second or two.
    private static let sources = Result { try SourceTree() }
    private let tree: SourceTree
    /// The targets that each target imports, as the diagram shows them.
    private let diagram: [String: Set<String>]

    init() throws {
        tree = try Self.sources.get()
        let text = try String(
            contentsOf: SourceTree.root.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
        diagram = try Self.diagram(in: text)
    }

    /// Parses lines such as `Reports --> MirrorCore & Schema`, and lines with only a
    /// target that imports none of ours.
    private static func diagram(in text: String) throws -> [String: Set<String>] {
        let block = try #require(text.firstMatch(of: /(?s)```mermaid\nflowchart \w+\n(.*?)```/))
        var diagram: [String: Set<String>] = [:]
        for line in block.output.1.split(separator: "\n") {
            let sides = line.split(separator: "-->").map { $0.trimmingCharacters(in: .whitespaces) }
            let imported = sides.dropFirst().flatMap { $0.components(separatedBy: " & ") }
            diagram[sides[0], default: []].formUnion(imported)
        }
        return diagram
    }

    @Test("the diagram has every target, and no other")
    func targets() { #expect(Set(diagram.keys) == Set(tree.targets.keys)) }

    @Test("every import follows the diagram, and every arrow is an import")
    func imports() {
        for target in tree.targets.values {
            let imports = tree.imports(of: target)
            let shown = diagram[target.name] ?? []
            #expect(
                imports.subtracting(shown).sorted() == [], "\(target.name) imports them against the diagram")
            #expect(shown.subtracting(imports).sorted() == [], "\(target.name) does not import them")
        }
    }

    @Test("Package.swift lets each target import what the diagram shows, and no more")
    func manifest() {
        for name in tree.targets.keys { #expect(tree.dependencies[name] == diagram[name], "\(name)") }
    }

    /// The targets whose folders still form a circle, each with the reason; a new circle
    /// should be broken, not listed.
    private static let allowed = [
        "Sandbox": "its options, faults and replies describe each other",
        "submirror": "the entry that names every command stands beside the errors that commands throw",
    ]

    @Test("no folder of a target uses a type of one that uses its own")
    func circles() {
        for target in tree.targets.values where Self.allowed[target.name] == nil {
            for circle in target.circles {
                let uses = target.folderUses.filter { circle.contains($0.key) }.flatMap { folder, others in
                    others.filter { circle.contains($0.key) }.map { "\(folder) uses \($0.key): \($0.value)" }
                }
                Issue.record("\(target.name): \(uses.sorted().joined(separator: "; "))")
            }
        }
    }

    @Test("a circle that is broken is not listed any more")
    func allowedCircles() {
        for name in Self.allowed.keys {
            #expect(tree.targets[name].map(\.circles.isEmpty) == false, "\(name)")
        }
    }

    @Test("a circle of folders is found through others, and a folder that only uses is none of it")
    func findsCircles() {
        let target = SourceTree.Target(
            name: "Example",
            files: [
                "Root.swift": "struct Root { let one: One }", "A/One.swift": "struct One { let two: Two }",
                "B/Two.swift": "#if X\n    enum Two { case of(Three) }\n#endif",
                "C/Three.swift": "final class Three { var one: One? }", "D/Four.swift": "protocol Four {}",
            ])
        #expect(target.circles == [["A", "B", "C"]])
        #expect(target.folderUses["."] == ["A": "One in Root.swift"])
    }
}
