import Foundation
import MillomAPI
import MirrorCore
import PacedHTTP
import Pacing
import Testing

@testable import submirror

/// Millom's settings are complete or absent, and an error names the missing one.
@Suite("Millom's settings")
struct MillomSettingsTests {
    private static let whole = [
        "BASE_URL": "https://api.millom.example/", "TOKEN_URL": "https://signin.example/oauth/token",
        "CLIENT_ID": "provider-7", "CLIENT_SECRET": "hush-hush", "SERVICE_PROVIDER": "myspace",
        "OPERATOR": "mycomm",
    ]

    private static func settings(_ values: [String: String]) throws -> Settings {
        var environment = ["HOME": "/nonexistent"]
        for (key, value) in values { environment["SUBMIRROR_MILLOM_" + key] = value }
        let reader = try SettingsReader(overrides: [:], configPath: nil, environment: environment)
        return try Settings(reader, environment: environment)
    }

    @Test("are nothing where the address is not set")
    func none() throws {
        #expect(try Self.settings([:]).millom() == nil)
        #expect(try Self.settings(["BASE_URL": "", "OPERATOR": ""]).millom() == nil)
    }

    @Test("are read")
    func reads() throws {
        let more = [
            "LANGUAGE": "nb", "REFRESH_INTERVAL": "15m", "PACE_PER_SECOND": "5", "PACE_QUOTA": "600",
            "NOTIFICATION_RETENTION": "30d", "PACE_QUOTA_WINDOW": "1m", "PACE_SHARE": "50%",
            "CPID_URL": "http://cpid.millom.example",
        ]
        let settings = try Self.settings(Self.whole.merging(more) { first, _ in first })
        let millom = try #require(try settings.millom())
        #expect(millom.api.http.baseURL.text == "https://api.millom.example")
        #expect(millom.api.http.tokenURL?.text == "https://signin.example/oauth/token")
        #expect(millom.api.http.credentials?.scope == "cco.dd.data-plan.gen.inquire")
        #expect(millom.api.cpidURL?.isPublic == true)
        #expect(millom.api.serviceProvider == "myspace")
        #expect(millom.api.language == "nb")
        #expect(millom.subscribers == .mirror(operator: "mycomm"))
        #expect(millom.refreshInterval == .seconds(900))
        #expect(millom.notificationRetention == .seconds(30 * 86_400))
        #expect(millom.pace.perSecond == 5)
        #expect(millom.pace.quota == 600)
        #expect(millom.pace.share == 0.5)
        #expect(settings.millomTokenCache.lastPathComponent == "millom-token.json")
        #expect(try Self.settings(Self.whole).millom()?.refreshInterval == .seconds(3600))
    }

    @Test("need no credentials, and no operator where a file names the subscribers")
    func open() throws {
        let millom = try #require(
            try Self.settings([
                "BASE_URL": "http://127.0.0.1:8080", "SERVICE_PROVIDER": "myspace", "SUBSCRIBERS": "/srv/ids",
            ]).millom())
        #expect(millom.api.http.credentials == nil)
        #expect(millom.subscribers == .file(URL(fileURLWithPath: "/srv/ids"), operator: nil))
    }

    @Test(
        "that are half set end with 78 and name the key",
        arguments: [
            (without: "BASE_URL", with: [:], key: "millom.base_url"),
            (without: "TOKEN_URL", with: [:], key: "millom.token_url"),
            (without: "CLIENT_ID", with: [:], key: "millom.client_id"),
            (without: "CLIENT_SECRET", with: [:], key: "millom.client_secret"),
            (without: "SERVICE_PROVIDER", with: [:], key: "millom.service_provider"),
            (without: "OPERATOR", with: [:], key: "millom.operator"),
            (without: "", with: ["PACE_QUOTA": "7"], key: "millom.pace.quota_window"),
            (without: "", with: ["BASE_URL": "http://millom.example"], key: "millom.base_url"),
            (without: "", with: ["TOKEN_URL": "http://signin.example"], key: "millom.token_url"),
            (without: "", with: ["CPID_URL": "ftp://cpid.example"], key: "millom.cpid_url"),
            (without: "", with: ["LANGUAGE": "nb\r\nx: y"], key: "millom.language"),
            (without: "", with: ["OPERATOR": ".."], key: "millom.operator"),
            (without: "", with: ["SERVICE_PROVIDER": "a/b"], key: "millom.service_provider"),
            (without: "", with: ["REFRESH_INTERVAL": "59s"], key: "millom.refresh_interval"),
            (without: "", with: ["PACE_SHARE": "0"], key: "millom.pace.share"),
        ] as [(without: String, with: [String: String], key: String)])
    func refuses(without: String, with values: [String: String], key: String) throws {
        var all = Self.whole.merging(values) { _, last in last }
        all[without] = nil
        let failure = #expect(throws: SettingsFailure.self) { try Self.settings(all).millom() }
        let message = try #require(failure).description
        #expect(message.contains(key), "\(message)")
        #expect(!message.contains("hush") && !message.contains("provider-7"))
        #expect(failure?.kind == .configuration)
    }

    @Test("hold secrets, which nothing shows")
    func secrets() throws {
        for key in [
            SettingKey.millomClientID, .millomClientSecret, .receiverClientID, .receiverClientSecret,
        ] { #expect(key.isSecret) }
    }

    @Test("stand in the file that init writes, where their lines can be used as they are")
    func template() throws {
        let text = InitCommand.template(stateDirectory: nil)
        #expect(text.contains("\nmillom:\n"))
        #expect(text.contains("  # pace.quota_window: \n"))
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("millom-settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appendingPathComponent("config.yaml")
        let filled = text.replacing("  # base_url: \n", with: "  base_url: http://127.0.0.1:1\n")
            .replacing("  # service_provider: \n", with: "  service_provider: myspace\n")
            .replacing("  # operator: \n", with: "  operator: mycomm\n")
            .replacing("  # pace.per_second: \n", with: "  pace.per_second: 3\n")
        try Data(filled.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let reader = try SettingsReader(overrides: [:], configPath: file.path, environment: [:])
        let millom = try #require(try Settings(reader, environment: ["HOME": "/nonexistent"]).millom())
        #expect(millom.pace.perSecond == 3)
    }
}
