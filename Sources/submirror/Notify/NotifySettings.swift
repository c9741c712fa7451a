import MirrorCore
import PacedHTTP

/// Who is told about runs.
struct NotifySettings {
    /// Is asked after each complete run; nil: nothing.
    var heartbeat: SecretAddress?
    /// Is told when an outcome turns bad or good again; nil: nothing.
    var webhook: SecretAddress?

    var isEmpty: Bool { heartbeat == nil && webhook == nil }
}

extension Settings {
    /// - Throws: ``SettingsFailure``.
    static func notify(_ reader: SettingsReader) throws -> NotifySettings {
        NotifySettings(
            heartbeat: try address(.notifyHeartbeatURL, reader),
            webhook: try address(.notifyWebhookURL, reader))
    }

    private static func address(_ key: SettingKey, _ reader: SettingsReader) throws -> SecretAddress? {
        guard reader.text(key)?.isEmpty == false else { return nil }
        return try reader.value(
            key, "an https:// address without user name or password, or http:// to a loopback address",
            parse: SecretAddress.init)
    }

    /// `request` as all of the program's are sent.
    ///
    /// A setting that is wrong has ended the run already, which is what is told then.
    func plainRequest(
        to address: SecretAddress, document: [UInt8]? = nil, headers: [(String, String)] = []
    ) -> PlainRequest {
        PlainRequest(
            address, document: document, headers: headers, userAgent: "submirror/\(ProgramVersion.text)",
            proxy: (try? Self.proxy(reader)) ?? nil, trustRoots: (try? Self.trustRoots(reader)) ?? nil)
    }
}
