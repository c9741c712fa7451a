import Foundation
import MillomJournal
import MirrorCore
import PullJSON

/// Parses the body of a purchase callback.
///
/// Source: rich-notification-api.yaml and millom-callback.yaml.
struct CallbackBody {
    private var notes = ReceivedBodyReader(record: "callback")
    private var transactionID: String?
    private var appID: String?
    private var message: String?
    private var errorType: String?
    private var isUnreadable = false
    private var errorCode: String?
    private var isDryRun = false
    private var decided: Set<String> = []
    /// The path of a value that is contradictory or unintelligible; nil if there is none.
    private var ambiguous: String?

    /// - Returns: the callback; nil for a dry run, which changes nothing.
    /// - Throws: ``BodyRefusal`` if it is not JSON, or lacks something that the specification requires.
    static func read(_ bytes: RawSpan, at now: Date) throws(BodyRefusal) -> PurchaseCallback? {
        var body = CallbackBody()
        do throws(JSONError) {
            try JSONReader.read(bytes) { (reader) throws(JSONError) in
                try reader.readObject { (key, reader) throws(JSONError) in try body.take(key, &reader) }
                try reader.end()
            }
        } catch {
            throw BodyRefusal(path: error.path)
        }
        guard let id = body.transactionID, ReceivedBodyReader.isID(id) else {
            throw BodyRefusal(path: "$.transactionId")
        }
        guard let app = body.appID, ReceivedBodyReader.isID(app) else { throw BodyRefusal(path: "$.appId") }
        if let path = body.ambiguous { throw BodyRefusal(path: path) }
        // Treated as no error, it would complete a purchase that failed.
        guard !body.isUnreadable else { throw BodyRefusal(path: "$.errorType") }
        return body.isDryRun ? nil : PurchaseCallback(transid: id, event: body.event(at: now))
    }

    private mutating func take(_ key: JSONText, _ reader: inout JSONReader) throws(JSONError) {
        if Self.deciding.contains(key.string), !decided.insert(key.string).inserted {
            ambiguous = ambiguous ?? "$.\(key.string)"
        }
        switch key {
        case "transactionId": transactionID = notes.text(try .read(&reader), "$.transactionId")
        case "appId": appID = notes.text(try .read(&reader), "$.appId")
        case "message": message = notes.text(try .read(&reader), "$.message")
        case "errorType":
            let value = try ReceivedValue.read(&reader)
            errorType = notes.word(value, "$.errorType")
            isUnreadable = errorType == nil && !value.isNull
        case "errorCode": errorCode = notes.text(try .read(&reader), "$.errorCode")
        case "dryRun":
            let value = try ReceivedValue.read(&reader)
            guard let flag = Self.flag(value) else {
                ambiguous = ambiguous ?? "$.dryRun"
                return
            }
            isDryRun = flag
        default: try reader.skipValue()
        }
    }

    /// The keys that decide which purchase ends, and how.
    private static let deciding: Set = ["transactionId", "errorType", "errorCode", "dryRun"]

    /// Nil if it is not a flag: a dry run mistaken for a result would end a purchase.
    private static func flag(_ value: ReceivedValue) -> Bool? {
        if value.isNull { return false }
        if let flag = value.flag { return flag }
        return switch value.text {
        case "true", "true,": true
        case "false", "false,": false
        default: nil
        }
    }

    private func event(at now: Date) -> PurchaseEvent {
        let cause = (errorType ?? "").isEmpty ? errorCode.flatMap { $0.isEmpty ? nil : $0 } : errorType
        var event = PurchaseEvent(.callbackCompleted, at: now, recordedBy: "receive")
        event.kind = cause.map(Self.kind(ofError:)) ?? .callbackCompleted
        event.message = message.map { String($0.prefix(500)) }
        event.errorCause = cause.map { Self.isCode($0) ? $0 : "UNREADABLE_ERROR" }
        return event
    }

    /// Whether it looks like a word or code of the specification, such as `400.70.2`, and
    /// cannot contain a personal number.
    ///
    /// Causes are in every export.
    static func isCode(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9_.\-]{1,64}/) != nil && text.firstMatch(of: /[0-9]{6}/) == nil
    }

    /// The meaning of an error for the purchase: unknown if it may have been carried out nevertheless.
    static func kind(ofError type: String) -> PurchaseEventKind {
        switch type {
        case "UNKNOWN_SUBSCRIBER_ID", "INVALID_PRODUCT", "CONNECTION_TROUBLE", "BAD_CPID", "BAD_MSISDN",
            "USER_BARRED", "ROAMING", "CONGESTED", "DISABLED", "NOT_IMPLEMENTED", "BE_THROTTLED",
            "OPERATOR_THROTTLED", "INSUFFICIENT_FUNDS", "UNSUPPORTED_OPERATOR", "BAD_REQUEST", "CONFLICT",
            "FORBIDDEN", "KEY_NOT_FOUND", "NO_CONSENT", "PIN_ENTRY_ERROR", "SHUTTING_DOWN":
            return .callbackFailed
        case "PURCHASE_IN_PROGRESS": return .processing
        // The operator did not reply, or says that it was bought before, by this transaction or another.
        case "TIMEOUT", "PARSING_ERROR", "INTERNAL_ERROR", "FAILURE_IN_BU", "PURCHASE_ALREADY_EXECUTED",
            "DUPLICATED_CALLBACK":
            return .unknown
        default:
            // "Can also be a Http Status Code": a refusal, except for the operator's time-out.
            let status = Int(type) ?? 0
            return (400...499).contains(status) && status != 408 ? .callbackFailed : .unknown
        }
    }
}
