import ArgumentParser
import MirrorCore
import MirrorReading
import Reports

struct MillomOffersCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "offers", abstract: "Show the latest offers to a subscriber, from the mirror.",
        discussion: """
            submirror millom offers 4790000001
            submirror millom offers CPID:a+b/c==,47001 --json
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: SubscriberArgument.help)
    var subscriber: SubscriberArgument

    @OptionGroup var output: OutputOptions

    func validate() throws { try subscriber.check() }

    func run(in invocation: Invocation) throws {
        let wiring = try global.wiring(in: invocation)
        let id = try subscriber.subscriber(at: "").id
        try output.write(
            ReportCatalogue.named("millom-offers", in: nil), ["subscriber": id], at: .full,
            of: wiring.reader(),
            in: wiring)
    }
}

/// Reads a subscriber's offers from the mirror.
enum OfferQuery {
    /// A followed subscriber's operator; nil if the subscriber is not followed.
    ///
    /// A line of `millom.subscribers` may name another operator than `millom.operator`.
    ///
    /// - Throws: `QueryFailure` and `MirrorReadFailure`.
    static func operatorName(of subscriber: MillomSubscriber, in reader: MirrorReader) throws -> String? {
        let query = Query(
            "SELECT operator FROM millom_subscriber WHERE subscriber = :subscriber AND key_type = :keyType",
            parameters: [
                "subscriber": .text(subscriber.id), "keyType": .text(subscriber.keyType.rawValue),
            ])
        return try reader.rows(of: query).first?[0].text
    }

    /// - Throws: `QueryFailure` and `MirrorReadFailure`.
    static func offers(of id: String, in reader: MirrorReader) throws -> [KnownOffer] {
        let query = Query(
            """
            SELECT plan_id, cost, currency, offer_context FROM millom_offer
            WHERE subscriber = :subscriber ORDER BY plan_id, occurrence
            """, parameters: ["subscriber": .text(id)])
        return try reader.rows(of: query).map { row in
            KnownOffer(
                planID: row[0].text ?? "", cost: row[1].text.flatMap { ExactDecimal($0) },
                currency: row[2].text, context: row[3].text)
        }
    }
}

extension Value {
    fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }
}
