import Files
import MirrorCore

/// Why the settings cannot be used: what, where, and what to do.
enum SettingsFailure: UserFacingError, Equatable {
    case fileUnreadable(path: String)
    case notYAML(path: String, line: Int?)
    /// A file, or a section in it, holds something other than named settings.
    case notAMap(String)
    case keyTwice(path: String, line: Int)
    case unknownKey(String, place: String, nearest: String?)
    case notAValue(key: String, place: String)
    case wrongValue(key: String, text: String?, place: String, wanted: String)
    /// A file in the credentials folder is not named after a setting.
    case unknownCredential(String, directory: String, nearest: String?)
    case missing(key: String, environment: String)
    case readableByOthers(path: String)
    /// Users other than this one and root could change the config file.
    case unsafe(FileFailure)
    /// A file in the credentials folder that cannot be read, or that such users could change.
    case unusableCredential(FileFailure)
    case badNeighbours(String)

    /// `key` is not set anywhere.
    static func missing(_ key: SettingKey) -> SettingsFailure {
        .missing(key: key.rawValue, environment: key.environmentName)
    }
}

extension SettingsFailure: CustomStringConvertible {
    var kind: FailureKind { .configuration }

    var description: String {
        switch self {
        case .fileUnreadable(let path):
            return "cannot read the config file \(path): check its name and mode"
        case .notYAML(let path, let line):
            let place = line.map { "\(path):\($0)" } ?? path
            return "\(place) is not YAML: check its indentation, colons and quotes"
        case .notAMap(let what):
            return "\(what) is not a map of settings: write each as name: value, indented below its section"
        case .keyTwice(let path, let line):
            return "the section that begins at \(path):\(line) holds a key twice: keep one"
        case .unknownKey(let key, let place, let nearest):
            let hint = nearest.map { "; did you mean \($0)?" } ?? ""
            return "unknown setting \(key) in \(place)\(hint)"
        case .notAValue(let key, let place):
            return "\(key) in \(place) must be a single value or a list of values"
        case .wrongValue(let key, let text, let place, let wanted):
            let shown = text.map { " \"\($0)\"" } ?? ""
            return "\(key)\(shown) in \(place) must be \(wanted)"
        case .unknownCredential(let name, let directory, let nearest):
            let hint = nearest.map { "; did you mean \($0)?" } ?? ""
            return "no secret setting matches the credential file \(name) in \(directory)\(hint)"
        case .missing(let key, let environment):
            return
                "\(key) is not set: write it into the config file (submirror init makes one) or set \(environment)"
        case .readableByOthers(let path):
            return
                "\(path) holds secrets and is readable by other users: chmod 600 \(path), or make root its owner "
                + "and the service's group its group, with mode 640"
        case .unsafe(let failure), .unusableCredential(let failure):
            return failure.message
        case .badNeighbours(let reason):
            return reason
        }
    }
}
