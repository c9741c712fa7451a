import Logging
package import MirrorCore
import PacedHTTP

/// One offer to buy.
package struct PurchaseOrder: Sendable, Equatable {
    /// Names the purchase at Millom's for ever: of one intent there is one only.
    package let transid: String
    package let subscriber: MillomSubscriber
    package let planID: String
    /// The offer's `offerContext`, byte for byte; nil when it has none.
    package let offerContext: String?
    package let fundSource: MillomFundSource
    /// CRMS, MSA or OCS; nil names no client.
    package var clientName: String?

    /// Takes an order; nil for a plan without an id, and for a `transid` that is not 10 to 128 letters, digits, dashes and
    /// dots.
    ///
    /// Source: millom-standard-api.yaml, `ActivationRequest`.
    package init?(
        transid: String, subscriber: MillomSubscriber, planID: String, offerContext: String?,
        fundSource: MillomFundSource
    ) {
        guard transid.wholeMatch(of: /[A-Za-z0-9.\-]{10,128}/) != nil, !planID.isEmpty else { return nil }
        self.transid = transid
        self.subscriber = subscriber
        self.planID = planID
        self.offerContext = offerContext
        self.fundSource = fundSource
    }

    /// The JSON that is POSTed.
    var body: [UInt8] {
        var fields = [("transid", transid), ("planid", planID)]
        if let offerContext { fields.append(("offercontext", offerContext)) }
        fields.append(("fundSource", fundSource.rawValue))
        let members = fields.map { "\(JSONWriter.string($0.0)):\(JSONWriter.string($0.1))" }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }
}

/// What became of a purchase, as far as Millom's reply says it.
package enum MillomPurchaseReply: Sendable, Equatable {
    /// Bought.
    case completed(PurchaseReceipt)
    /// Taken in; a callback will say what came of it.
    case processing(PurchaseReceipt)
    /// Not bought. After an earlier sending of the same `transid` whose end is unknown, a `PURCHASE_CONFLICT` may be that
    /// one's success.
    case failed(cause: String?, message: String?)
    /// Not bought, and nobody has looked at the order: it never left this machine, or was turned away (401, 429, or with
    /// another refusal that names no cause).
    case notSent(PurchaseDoubt)
    /// Nobody here knows whether it was bought.
    case unknown(PurchaseDoubt)
}

/// What Millom's reply to a purchase holds besides its state; texts are cleaned of secrets and bounded.
package struct PurchaseReceipt: Sendable, Equatable {
    /// The operator's receipt; nil when the reply has none.
    package var confirmationCode: String?
    /// For a person, from the operator.
    package var message: String?

    package init(confirmationCode: String? = nil, message: String? = nil) {
        self.confirmationCode = confirmationCode
        self.message = message
    }
}

/// Why a purchase has no plain answer.
package enum PurchaseDoubt: Sendable, Equatable, CustomStringConvertible {
    case failure(MillomFailure)
    /// The program was told to end.
    case cancelled
    /// A success whose body is not what was promised.
    case unreadable(status: Int)
    /// A success that names an error, or says one thing by its status and another by its body.
    case contradicted(status: Int, word: String)
    /// A success about another purchase.
    case otherPurchase(status: Int)

    package var description: String {
        switch self {
        case .failure(let failure): failure.description
        case .cancelled: "the program was told to end"
        case .unreadable(let status): "Millom answered \(status), and nothing that can be read"
        case .contradicted(let status, let word): "Millom answered \(status), and \(word) in the same reply"
        case .otherPurchase(let status): "Millom answered \(status), about another purchase"
        }
    }
}

extension MillomClient {
    /// Buys, once at most: it is sent again only where Millom turned it away unread (401, 429), with the same `transid`.
    ///
    /// - Returns: what became of it; an order that may have reached Millom is never called failed or not sent.
    package func purchase(_ order: PurchaseOrder) async -> MillomPurchaseReply {
        let target: String
        do {
            target = try path(to: "purchasePlan", of: order.subscriber, for: .purchase)
        } catch {
            return .notSent(.failure(error))
        }
        var fields = [("key_type", order.subscriber.keyType.rawValue)]
        if let name = order.clientName { fields.append(("clientName", name)) }
        var change = Change(.purchase, target: target + Self.query(fields), body: order.body)
        change.headers = languages("accept-language")
        change.logged = { ["subscriber": "\(order.subscriber.redacted)", "transid": "\(order.transid)"] }
        switch await http.send(change) {
        case .answered(let status, let body): return read(status, body, for: order)
        case .refused(let reply, let body): return judge(reply, body, of: order)
        case .notDone(let end): return .notSent(doubt(end, about: order.subscriber))
        case .unknown(let end): return .unknown(doubt(end, about: order.subscriber))
        }
    }

    private func doubt(_ end: ChangeEnd, about subscriber: MillomSubscriber) -> PurchaseDoubt {
        switch end {
        case .failed(let failure): .failure(MillomFailure(failure, about: subscriber))
        case .cancelled: .cancelled
        }
    }

    /// A refusal with a cause is Millom's own; one without may be a gateway's, which turns away.
    private func judge(_ reply: ErrorReply, _ body: [UInt8], of order: PurchaseOrder) -> MillomPurchaseReply {
        let fields = TextFields(body, ["cause", "errorMessage"])
        // Which of them is meant, nobody here knows.
        guard fields?.repeated.contains("cause") != true else {
            return .unknown(.failure(.fault(.server(reply), purpose: .purchase, tries: 1)))
        }
        guard reply.name.map({ MillomVerdict.byCause[$0] != nil }) ?? false else {
            // A conflict that nobody explains may be one with this very order.
            guard reply.status != 409 else {
                return .unknown(.failure(.fault(.server(reply), purpose: .purchase, tries: 1)))
            }
            return .notSent(doubt(.failed(.refused(reply)), about: order.subscriber))
        }
        switch MillomVerdict.of(reply) {
        case .aboutSubscriber, .purchaseRefused, .badRequest, .misconfigured, .wrongNetwork, .tooOften:
            return .failed(
                cause: reply.name, message: clean(fields?["errorMessage"], without: order.subscriber.id))
        // The cause is that nobody knows the cause, or that something behind Millom is in trouble.
        case .fault, .renewToken:
            return .unknown(.failure(.fault(.server(reply), purpose: .purchase, tries: 1)))
        }
    }

    /// Reads a success: 200 is a completed purchase and 202 one that is processed, unless the body says otherwise.
    ///
    /// Source: millom-standard-api.yaml, `ActivationResponse`, of which every field may be missing.
    private func read(_ status: Int, _ body: [UInt8], for order: PurchaseOrder) -> MillomPurchaseReply {
        let names = [
            "transid", "status", "fundSource", "transactionMessage", "confirmationCode", "cause",
        ]
        guard [200, 202].contains(status), let fields = TextFields(body, names),
            fields.unreadable.isDisjoint(with: ["transid", "status"]),
            fields.repeated.isDisjoint(with: ["transid", "status", "cause"]),
            fields["transid"] != nil || fields["status"] != nil || fields["cause"] != nil
        else { return .unknown(.unreadable(status: status)) }
        if let cause = fields["cause"] {
            let word = MillomVerdict.byCause[cause] != nil ? cause : "an error"
            return .unknown(.contradicted(status: status, word: word))
        }
        if let transid = fields["transid"], !Self.plain(transid).hasSameBytes(as: order.transid) {
            return .unknown(.otherPurchase(status: status))
        }
        let receipt = PurchaseReceipt(
            // A receipt stays what it is, whatever it is made of.
            confirmationCode: clean(fields["confirmationCode"], without: nil),
            message: clean(
                Self.message(fields, asked: order.fundSource), without: order.subscriber.id))
        switch (status, fields["status"].map { Self.plain($0).lowercased() }) {
        case (200, nil), (200, "completed"): return .completed(receipt)
        // The callback that 202 promises has the last word.
        case (202, nil), (202, "completed"), (_, "processing"): return .processing(receipt)
        case (200, "failed"): return .failed(cause: nil, message: receipt.message)
        case (_, "failed"): return .unknown(.contradicted(status: status, word: "failed"))
        default: return .unknown(.unreadable(status: status))
        }
    }

    /// The operator's words, after a warning where the money came from elsewhere than was asked.
    private static func message(_ fields: TextFields, asked: MillomFundSource) -> String? {
        let message = fields["transactionMessage"]
        guard let paidFrom = fields["fundSource"].map(plain), !paidFrom.isEmpty,
            paidFrom.uppercased() != asked.rawValue
        else { return message }
        let warning = "Millom says it was paid from \(paidFrom.prefix(20))"
        return message.map { "\(warning): \($0)" } ?? warning
    }

    /// A word without the comma and the blanks that slip into texts.
    private static func plain(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last == "," || last.isWhitespace { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }

    /// A text of Millom's that may be kept and shown: no secret, no `id` of a subscriber, no control characters, not endless.
    private func clean(_ text: String?, without id: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        let bounded = String(String.UnicodeScalarView(text.unicodeScalars.prefix(4000)))
        let known = id.map { bounded.replacing($0, with: "…\($0.suffix(3))") } ?? bounded
        let visible = scrub(known).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : scalar
        }
        return String(String.UnicodeScalarView(visible.prefix(500)))
    }
}
