import Foundation
import MirrorCore
import Yams

/// A rehearsal of a failure that an operator will meet: what goes wrong, how it shows, and what to do.
///
/// Each drill's text is a file in `texts`; `docs/drills.md` is generated from the same files.
struct Drill: Sendable {
    let name: String
    /// The failure, in a few words.
    let title: String
    /// The first sign that an operator notices.
    let symptom: String
    /// Settings of the rehearsal that differ from the defaults.
    let settings: [SettingKey: String]
    let steps: [DrillStep]
    /// The remedies, in order.
    let advice: [String]

    /// All drills, in the order of the runbook.
    ///
    /// - Throws: `DecodingError` or `YamlError` if a text is malformed, which is a bug.
    static func all() throws -> [Drill] { try texts.map { try Drill(name: $0.name, text: $0.text) } }

    /// - Throws: ``CommandFailure`` if no drill has that name.
    static func named(_ name: String) throws -> Drill {
        guard let entry = texts.first(where: { $0.name == name }) else {
            let hint = Spelling.hint(
                for: name, among: texts.map(\.name), otherwise: ": see submirror drill --list")
            throw CommandFailure(kind: .usage, message: "there is no drill \(name)\(hint)")
        }
        return try Drill(name: entry.name, text: entry.text)
    }

    init(name: String, text: String) throws {
        let fields = try YAMLDecoder().decode(Fields.self, from: text)
        self.name = name
        title = fields.title
        symptom = fields.symptom
        settings = try Dictionary(
            (fields.settings ?? [:]).map { name, value in
                guard let key = SettingKey(rawValue: name) else {
                    throw SettingsFailure.unknownKey(name, place: "a drill", nearest: nil)
                }
                return (key, value)
            }, uniquingKeysWith: { first, _ in first })
        steps = fields.steps
        advice = fields.advice
    }

    private struct Fields: Decodable {
        let title: String
        let symptom: String
        let settings: [String: String]?
        let steps: [DrillStep]
        let advice: [String]
    }

    private static var texts: [(name: String, text: String)] {
        [
            ("quota-spent", PackageResources.quota_spent_yaml),
            ("spike-arrest", PackageResources.spike_arrest_yaml),
            ("token-revoked", PackageResources.token_revoked_yaml),
            ("password-refused", PackageResources.password_refused_yaml),
            ("accounts-not-granted", PackageResources.accounts_not_granted_yaml),
            ("half-a-list", PackageResources.half_a_list_yaml),
            ("mass-disappearance", PackageResources.mass_disappearance_yaml),
            ("clock-skew", PackageResources.clock_skew_yaml),
            ("api-down", PackageResources.api_down_yaml),
            ("disk-full", PackageResources.disk_full_yaml),
            ("mirror-damaged", PackageResources.mirror_damaged_yaml),
            ("kill-9", PackageResources.kill_9_yaml),
            ("late-changes", PackageResources.late_changes_yaml),
        ].map { ($0, String(decoding: $1, as: UTF8.self)) }
    }
}

/// One step: something happens, then a command runs and must show certain lines.
struct DrillStep: Decodable, Sendable {
    /// Describes the event; nil if the command needs no explanation.
    let says: String?
    /// The same, as actions on the simulated API, the settings or the copy.
    let acts: [DrillAction]
    /// The command's arguments; nil if the step runs none.
    let run: String?
    /// The fault that the command meets; nil: none.
    let handicap: DrillFault?
    /// The exit code that the command must end with.
    let exit: Int32
    /// Lines that the command must write, each a ``LinePattern``.
    let shows: [String]

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        says = try values.decodeIfPresent(String.self, forKey: .says)
        acts = try values.decodeIfPresent([DrillAction].self, forKey: .acts) ?? []
        run = try values.decodeIfPresent(String.self, forKey: .run)
        handicap = try values.decodeIfPresent(DrillFault.self, forKey: .handicap)
        exit = try values.decodeIfPresent(Int32.self, forKey: .exit) ?? 0
        shows = try values.decodeIfPresent([String].self, forKey: .shows) ?? []
    }

    private enum CodingKeys: String, CodingKey { case says, acts, run, handicap, exit, shows }

    /// The meaning of an exit code of the command.
    func words(for code: Int32) -> String {
        if run?.contains("--check") == true {
            return ["fine", "warning", "critical"][safe: Int(code)] ?? "unknown"
        }
        return switch ExitStatus(rawValue: code) {
        case .done: "done"
        case .usage: "usage"
        case .unusableData: "a file or a reply cannot be used"
        case .unreachable: "the API cannot be reached"
        case .disk: "disk"
        case .tryLater: "try later"
        case .decision: "a person has to decide"
        case .credentials: "credentials refused"
        case .configuration: "configuration"
        case nil: code > 128 ? "ended by signal \(code - 128)" : "unknown"
        }
    }
}

/// A fault that only one command meets.
enum DrillFault: String, Decodable, Sendable {
    /// No file may grow beyond 32 KB, which the program sees as a disk failure.
    case fullDisk = "full-disk"
    /// The command is killed while it fetches details.
    case kill
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
