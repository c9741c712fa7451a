import Foundation

/// The targets below `Sources` and `schema`, read from their files and from `Package.swift`.
struct SourceTree: Sendable {
    /// One target of ours that is compiled from Swift.
    struct Target: Sendable {
        let name: String
        /// The text of each file without comments and string literals, by its path within the target.
        let files: [String: String]
    }

    /// By name.
    let targets: [String: Target]
    /// The targets of ours on which each target depends, according to `Package.swift`.
    let dependencies: [String: Set<String>]

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    init() throws {
        let sources = Self.root.appendingPathComponent("Sources")
        var found = [try Self.target("Schema", in: Self.root.appendingPathComponent("schema"))]
        for name in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
            found.append(try Self.target(name, in: sources.appendingPathComponent(name)))
        }
        // A system library has a module map and no Swift.
        let targets = Dictionary(
            uniqueKeysWithValues: found.filter { !$0.files.isEmpty }.map { ($0.name, $0) })
        self.targets = targets
        let manifest = try String(
            contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        dependencies = Self.dependencies(in: manifest, among: Set(targets.keys))
    }

    /// The text of every Swift file below `Sources` and `schema`.
    static func texts() throws -> [String] {
        try ["Sources", "schema"].flatMap { folder in
            let files = FileManager.default.enumerator(
                at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            return try (files?.allObjects ?? []).compactMap { $0 as? URL }
                .filter { $0.pathExtension == "swift" }
                .map { try String(contentsOf: $0, encoding: .utf8) }
        }
    }

    private static func target(_ name: String, in folder: URL) throws -> Target {
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        var files: [String: String] = [:]
        for path in paths where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
            files[path] = text.replacing(/"(?:\\.|[^"\\\n])*"/, with: "").replacing(/\/\/[^\n]*/, with: "")
        }
        return Target(name: name, files: files)
    }

    /// The dependencies named between a target's declaration and the next one.
    private static func dependencies(
        in manifest: String, among targets: Set<String>
    ) -> [String: Set<String>] {
        let start = /(?:product|tests|\.target|\.executableTarget|\.systemLibrary)\(\s*(?:name: )?"(\w+)"/
        let declarations = manifest.matches(of: start)
        let ends = declarations.dropFirst().map(\.range.lowerBound) + [manifest.endIndex]
        var dependencies: [String: Set<String>] = [:]
        for (declaration, end) in zip(declarations, ends) {
            let name = String(declaration.output.1)
            guard targets.contains(name), dependencies[name] == nil else { continue }
            let named = manifest[declaration.range.upperBound..<end].matches(of: /"(\w+)"/)
            dependencies[name] = Set(named.map { String($0.output.1) }).intersection(targets)
        }
        return dependencies
    }

    /// The targets of ours that the files of `target` import.
    func imports(of target: Target) -> Set<String> {
        let lines = target.files.values.flatMap {
            $0.matches(of: /(?m)^\s*(?:package |@testable )?import (\w+)/)
        }
        return Set(lines.map { String($0.output.1) }).intersection(targets.keys)
    }
}

extension SourceTree.Target {
    /// For each folder of the target, the folders whose types it uses, each with one type as an example.
    ///
    /// A file outside any folder counts as in `.`. Types declared in several folders, nested types, and
    /// members added by an extension are not recognized.
    var folderUses: [String: [String: String]] {
        // At the beginning of a line, or of a file that is all within `#if`; private types
        // are invisible to other files.
        let declaration =
            /(?m)^( {0,4})(?:package |final |indirect |nonisolated )*(?:struct|class|enum|protocol|actor|typealias) ([A-Z]\w*)/
        var homes: [String: Set<String>] = [:]
        for (path, text) in files {
            let indent = text.hasPrefix("#if") ? 4 : 0
            for match in text.matches(of: declaration) where match.output.1.count == indent {
                homes[String(match.output.2), default: []].insert(Self.folder(of: path))
            }
        }
        var uses: [String: [String: String]] = [:]
        for (path, text) in files {
            let folder = Self.folder(of: path)
            for word in Set(text.matches(of: /\b[A-Z]\w*/).map { String($0.output) }) {
                guard let home = homes[word], home.count == 1, let other = home.first, other != folder
                else { continue }
                uses[folder, default: [:]][other] = "\(word) in \(path)"
            }
        }
        return uses
    }

    private static func folder(of path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? String(parts[0]) : "."
    }

    /// The folders that use each other in a circle, directly or indirectly; empty if there is none.
    var circles: [Set<String>] {
        let uses = folderUses.mapValues { Set($0.keys) }
        func reached(from folder: String) -> Set<String> {
            var reached: Set<String> = []
            var waiting = [folder]
            while let next = waiting.popLast() {
                for other in uses[next] ?? [] where reached.insert(other).inserted { waiting.append(other) }
            }
            return reached
        }
        let reach = Dictionary(uniqueKeysWithValues: uses.keys.map { ($0, reached(from: $0)) })
        let circles = uses.keys.map { folder in
            (reach[folder] ?? []).filter { reach[$0]?.contains(folder) == true }
        }
        return Set(circles.filter { !$0.isEmpty }).sorted {
            $0.sorted().lexicographicallyPrecedes($1.sorted())
        }
    }
}
