import ArgumentParser
import Foundation
import MillomAPI
import MirrorCore

struct MillomRegisterCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Register the notification types that a subscriber consents to.",
        discussion: """
            Millom then sends only notifications of these types to submirror millom receive. --none withdraws
            the consent.

            submirror millom register 4790000001 --types low-data,pack-expired
            submirror millom register 4790000001 --none
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: SubscriberArgument.help)
    var subscriber: SubscriberArgument

    @Option(
        help: ArgumentHelp(
            "The types, separated by commas: "
                + MillomNotificationType.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "types"))
    var types: String?

    @Flag(help: "Withdraw the consent.")
    var none = false

    func validate() throws {
        try subscriber.check()
        if none == (types != nil) { throw ValidationError("say --types or --none") }
        _ = try chosen
    }

    private var chosen: [MillomNotificationType] {
        get throws {
            try (types ?? "").split(separator: ",").map { word in
                let name = word.trimmingCharacters(in: .whitespaces)
                guard let type = MillomNotificationType(rawValue: name) else {
                    throw ValidationError("\(name) is not a notification type: see --help")
                }
                return type
            }
        }
    }

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        try wiring.judgeState()
        let millom = try wiring.millom()
        let subscriber = try subscriber.subscriber(at: millom.operatorOfArguments)
        let types = try chosen
        try await StopSignals.untilSignalled { _ in
            try await wiring.withMillom(millom, scopes: [.register], keptPace: wiring.keptMillomPace) {
                try await $0.register(
                    subscriber, types: types, transactionID: UUID().uuidString.lowercased())
            }
        }
        wiring.console.tell(
            types.isEmpty
                ? "\(subscriber.redacted) no longer receives notifications"
                : "\(subscriber.redacted) receives these notifications: \(types.map(\.rawValue).joined(separator: ", "))"
        )
    }
}

struct MillomCpidCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "cpid", abstract: "Fetch the CPID of the subscriber at this machine's network address.",
        discussion: """
            Works only from an operator's packet network. --register tells Millom that the CPID is in use, so that
            notifications find their way.

            submirror millom cpid --app my-app
            submirror millom cpid --app my-app --register --json
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "The service provider. Default: millom.service_provider.")
    var app: String?

    @Flag(help: "Register the CPID with Millom, too.")
    var register = false

    @OptionGroup var output: DocumentOptions

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        try wiring.judgeState()
        let millom = try wiring.millom()
        let app = app ?? millom.api.serviceProvider
        let registers = register
        let fetched = try await StopSignals.untilSignalled { _ in
            try await wiring.withMillom(
                millom, scopes: registers ? [.register] : [], keptPace: wiring.keptMillomPace
            ) { client in
                let fetched = try await client.cpid(app: app)
                if registers {
                    try await client.registerCpid(operator: millom.operatorOfArguments, app: app)
                }
                return fetched
            }
        }
        struct Fields: Encodable {
            let cpid: String
            let lifetime_seconds: Int64?
        }
        let seconds = fetched.lifetime?.components.seconds
        guard !output.isJSON else {
            return try Output.write(JSONText.of(Fields(cpid: fetched.cpid, lifetime_seconds: seconds)) + "\n")
        }
        try Output.write(fetched.cpid + "\n")
        if let lifetime = fetched.lifetime {
            wiring.console.tell("valid for \(DurationText.text(lifetime))")
        }
    }
}
