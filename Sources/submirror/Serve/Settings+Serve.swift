import Exports
import Foundation
import MirrorCore
import MirrorServer
import NIOCore
import Pages

extension Settings {
    /// The server's configuration.
    ///
    /// - Parameter socket: the socket passed by systemd, which replaces the configured address.
    /// - Throws: ``SettingsFailure``, also for an unprotected address that others can reach.
    func serve(at socket: PassedSocket? = nil) throws -> MirrorServerConfiguration {
        let address = try reader.value(
            .serveAddress, "a host and a port such as 127.0.0.1:8091 or [::1]:8091", parse: Self.listener)
        let (host, port) = address ?? ("127.0.0.1", 8091)
        var configuration = MirrorServerConfiguration(host: host, port: port, version: ProgramVersion.text)
        configuration.token = try reader.value(
            .serveToken, "a token of 16 to 512 printable characters without a blank", parse: Self.token)
        configuration.hosts =
            try reader.value(.serveHosts, "names of hosts, separated by commas") {
                Self.list($0, Self.hostName)
            } ?? []
        configuration.proxies =
            try reader.value(.serveProxies, "addresses such as 10.0.0.7, separated by commas") {
                Self.list($0, Self.networkAddress)
            } ?? []
        configuration.queryTimeout =
            try reader.value(.serveQueryTimeout, "a duration from 1s to 10m, such as 30s") { text in
                DurationText.duration(text).flatMap {
                    (.seconds(1)...(.seconds(600))).contains($0) ? $0 : nil
                }
            } ?? configuration.queryTimeout
        configuration.connections =
            try reader.value(.serveConnections, "a number from 1 to 64") { Self.number($0, in: 1...64) }
            ?? configuration.connections
        configuration.requestsInFlight =
            try reader.value(.serveRequests, "a number from 1 to 4096") { Self.number($0, in: 1...4096) }
            ?? configuration.requestsInFlight
        configuration.cacheBytes =
            try reader.value(.serveCacheMegabytes, "a number from 0 to 4096") {
                Self.number($0, in: 0...4096)
            }
            .map { $0 << 20 } ?? configuration.cacheBytes
        configuration.privacy = privacy
        configuration.language = language
        configuration.words = PackText.words(language, reportTimeZone)
        let isProtected = configuration.token != nil || !configuration.proxies.isEmpty
        if let socket {
            guard socket.isLocal || isProtected else { throw ServeFailure.openSocket }
        } else if !Self.isLoopback(host), !isProtected {
            throw SettingsFailure.badNeighbours(
                "serve.address in \(reader.place(of: .serveAddress)): \(host) is not a loopback address, and anyone who "
                    + "reaches it could read personal data: set serve.token, or serve.proxies if your proxy "
                    + "authenticates users")
        }
        return configuration
    }

    private static func number(_ text: String, in range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }

    private static func token(_ text: String) -> String? {
        (16...512).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
            ? text : nil
    }

    private static func list(_ text: String, _ read: (String) -> String?) -> [String]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ",").map { read($0.trimmingCharacters(in: .whitespaces)) }
        return parts.contains(nil) || parts.isEmpty ? nil : parts.compactMap(\.self)
    }

    private static func hostName(_ text: String) -> String? {
        text.wholeMatch(of: /[A-Za-z0-9]([A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?/) != nil ? text.lowercased() : nil
    }

    /// An address in the form in which a connection's peer is written.
    private static func networkAddress(_ text: String) -> String? {
        (try? SocketAddress(ipAddress: text, port: 0))?.ipAddress.map(NetworkAddress.plain)
    }
}
