import MirrorCore
import PacedHTTP

/// Where runs are announced.
struct NotifySettings {
    /// Requested after each complete run; nil for none.
    var heartbeat: SecretAddress?
    /// Receives a message when an outcome turns bad or good again; nil for none.
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

    /// A request with the program's common properties.
    ///
    /// An invalid setting has already ended the run, and the message then says so.
    func plainRequest(
        to address: SecretAddress, document: [UInt8]? = nil, headers: [(String, String)] = []
    ) -> PlainRequest {
        PlainRequest(
            address, document: document, headers: headers, userAgent: "submirror/\(ProgramVersion.text)",
            proxy: (try? Self.proxy(reader)) ?? nil, trustRoots: (try? Self.trustRoots(reader)) ?? nil)
    }
}
