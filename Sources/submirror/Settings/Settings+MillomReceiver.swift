import Files
import Foundation
import MillomReceiver
import NIOSSL

extension Settings {
    /// The configuration of `millom receive`; only that command calls it, so that
    /// others need no such credentials.
    ///
    /// - Throws: ``SettingsFailure``.
    func receiver() throws -> ReceiverConfiguration {
        let address = try reader.value(
            .receiverAddress, "a host and a port such as 127.0.0.1:8090 or [::1]:8090", parse: Self.listener)
        let (host, port) = address ?? ("127.0.0.1", 8090)
        var configuration = ReceiverConfiguration(
            host: host, port: port, clientID: try reader.required(.receiverClientID),
            clientSecret: try reader.required(.receiverClientSecret))
        configuration.prefix =
            try reader.value(.receiverPrefix, "a path such as /millom", parse: Self.prefix)
            ?? configuration.prefix
        configuration.tokenLifetime =
            try reader.value(.receiverTokenLifetime, "a duration from 1m to 30d, such as 1h") { text in
                DurationText.duration(text).flatMap { Self.tokenLifetimes.contains($0) ? $0 : nil }
            } ?? configuration.tokenLifetime
        configuration.certificate = try receiverCertificate()
        let isBehindProxy = try reader.value(.receiverBehindProxy, "true or false", parse: Self.flag) ?? false
        guard configuration.certificate != nil || isBehindProxy || Self.isLoopback(host) else {
            throw SettingsFailure.badNeighbours(
                "millom.receiver.address in \(reader.place(of: .receiverAddress)): \(host) is not a loopback address, and "
                    + "personal data and secrets would travel unencrypted: set millom.receiver.certificate and .key, or "
                    + "millom.receiver.behind_proxy if your proxy terminates TLS")
        }
        return configuration
    }

    private static let tokenLifetimes = Duration.seconds(60)...Duration.seconds(30 * 86_400)

    /// - Throws: ``SettingsFailure``, also if others can read the key.
    private func receiverCertificate() throws -> ServedCertificate? {
        let certificate = try Self.path(.receiverCertificate, of: "a file", reader)
        let key = try Self.path(.receiverKey, of: "a file", reader)
        guard certificate != nil || key != nil else { return nil }
        guard let certificate, let key else {
            throw SettingsFailure.badNeighbours(
                "millom.receiver.certificate and millom.receiver.key belong together: set both or neither")
        }
        return try ServedCertificate { try Self.tls(certificate: certificate, key: key) }
    }

    private static func tls(certificate: String, key: String) throws -> TLSConfiguration {
        let (chain, _) = try Self.pem(certificate)
        let (secret, isSecret) = try Self.pem(key)
        guard isSecret else { throw SettingsFailure.readableByOthers(path: key) }
        guard let tls = ReceiverTLS.configuration(certificate: chain, key: secret) else {
            throw SettingsFailure.badNeighbours(
                "millom.receiver.certificate \(certificate) and millom.receiver.key \(key) are not a certificate and its "
                    + "key in PEM form")
        }
        return tls
    }

    private static func pem(_ path: String) throws(SettingsFailure) -> (bytes: [UInt8], isSecret: Bool) {
        do throws(FileFailure) {
            let file = try PrivateFile.deciding(path)
            guard let bytes = try file.bytes(upTo: 1 << 20) else {
                throw FileFailure.system(path: path, operation: "read", code: EFBIG)
            }
            return (bytes, file.isSecret)
        } catch {
            throw .unsafe(error)
        }
    }

    /// Parses `127.0.0.1:8090` or `[::1]:8090`; port 0 chooses any free one.
    static func listener(_ text: String) -> (String, Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        let isName = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: ":"):
                true
            default: false
            }
        }
        return isName && !host.isEmpty ? (String(host), Int(port)) : nil
    }

    /// Whether the host is reachable only from this machine.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.wholeMatch(of: /127\.\d{1,3}\.\d{1,3}\.\d{1,3}/) != nil
    }

    /// A path that is empty or begins with a slash, and does not end with one; otherwise nil.
    private static func prefix(_ text: String) -> String? {
        text.wholeMatch(of: /(\/[A-Za-z0-9._~-]+)*/) != nil ? text : nil
    }
}
