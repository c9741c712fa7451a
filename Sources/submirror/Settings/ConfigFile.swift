import Files
import Glibc
import Yams

/// A config file: its settings by key, each with its line.
struct ConfigFile {
    let path: String
    private(set) var values: [SettingKey: (text: String, line: Int)] = [:]
    /// The problems of a file that is read leniently.
    private(set) var problems: [SettingsFailure] = []
    private let isLenient: Bool

    /// Reads the file at `path`.
    ///
    /// - Parameter isLenient: collects problems in ``problems`` instead of throwing,
    ///   unless the file cannot be read.
    /// - Throws: ``SettingsFailure``.
    init(path: String, isLenient: Bool = false) throws {
        self.path = path
        self.isLenient = isLenient
        let (file, text) = try Self.read(path)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch YamlError.duplicatedKeysInMapping(_, let context) {
            throw SettingsFailure.keyTwice(path: path, line: context.mark.line)
        } catch let error as YamlError {
            throw SettingsFailure.notYAML(path: path, line: error.line)
        }
        guard let root, root.null == nil || !(root.scalar?.string.isEmpty ?? true) else { return }
        guard case .mapping = root else { throw SettingsFailure.notAMap(path) }
        try take(root, prefix: "")
        if values.contains(where: { $0.key.isSecret($0.value.text) }), !file.isSecret {
            try refuse(.readableByOthers(path: path))
        }
    }

    func place(of key: SettingKey) -> String { "\(path):\(values[key]?.line ?? 0)" }

    private mutating func take(_ node: Node, prefix: String) throws {
        guard case .mapping(let mapping) = node else { return }
        for (name, value) in mapping {
            let key = prefix + (name.string ?? "")
            let line = name.mark?.line ?? 0
            let isSection = SettingKey.isSection(key)
            // One level only: nested aliases could expand a short file into an endless section.
            if case .mapping = value, isSection {
                try take(value, prefix: key + ".")
                continue
            }
            if isSection {
                // A section is empty if all its lines are commented out.
                if !isNothing(value) { try refuse(.notAMap("\(key) in \(path):\(line)")) }
                continue
            }
            guard let known = SettingKey(rawValue: key) else {
                try refuse(
                    .unknownKey(key, place: "\(path):\(line)", nearest: SettingKey.nearest(to: key)?.rawValue)
                )
                continue
            }
            guard !isNothing(value) else { continue }
            // A NUL would cut off a path.
            guard let text = text(of: value), !text.utf8.contains(0) else {
                try refuse(.notAValue(key: key, place: "\(path):\(line)"))
                continue
            }
            values[known] = (text, line)
        }
    }

    private func isNothing(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.style == .plain
            && (scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null")
    }

    /// The value as written; a list becomes its values separated by commas.
    private func text(of node: Node) -> String? {
        switch node {
        case .scalar(let scalar): return scalar.string
        case .sequence(let sequence):
            let parts = sequence.map { $0.scalar?.string }
            return parts.contains(nil) ? nil : parts.compactMap { $0 }.joined(separator: ",")
        case .mapping, .alias: return nil
        }
    }

    private mutating func refuse(_ problem: SettingsFailure) throws {
        guard isLenient else { throw problem }
        problems.append(problem)
    }

    /// Reads a file that only trusted users can change: anybody who could would
    /// choose where secrets are sent.
    private static func read(_ path: String) throws(SettingsFailure) -> (PrivateFile, String) {
        do throws(FileFailure) {
            let file = try PrivateFile.deciding(path)
            guard let bytes = try file.bytes(upTo: byteLimit),
                let text = String(validating: bytes, as: UTF8.self)
            else { throw FileFailure.system(path: path, operation: "read", code: EFBIG) }
            return (file, text)
        } catch .system {
            throw .fileUnreadable(path: path)
        } catch {
            throw .unsafe(error)
        }
    }

    /// Far more than a hand-written file has.
    private static let byteLimit = 1 << 20
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }
}
