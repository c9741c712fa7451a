import Foundation
import MillomJournal
import MirrorCore
import PullJSON

/// Parses the body of an event notification.
///
/// Source: millom-notify.yaml, `NotifyRequest`. Its own examples contain numbers as texts, texts that end in
/// a comma, and `currency` where `currencyCode` is required.
struct NotificationBody {
    private var notes = ReceivedBodyReader(record: "notification")
    private var transactionID: String?
    private var type: String?
    /// Whether it contains two ids or two types.
    private var isAmbiguous = false
    private var planID: String?
    private var planBalance: Int64?
    private var planQuota: Int64?
    private var planExpiresAt: Date?
    private var totalBalance: ExactDecimal?
    private var deltaBalance: ExactDecimal?
    private var currency: String?

    /// - Throws: ``BodyRefusal`` if it is not JSON, or lacks something that the specification requires.
    static func read(
        _ bytes: RawSpan, of subscriber: MillomSubscriber, at now: Date
    ) throws(BodyRefusal) -> ReceivedNotification {
        var body = NotificationBody()
        do throws(JSONError) {
            try JSONReader.read(bytes) { (reader) throws(JSONError) in
                try reader.readObject { (key, reader) throws(JSONError) in try body.take(key, &reader) }
                try reader.end()
            }
        } catch {
            throw BodyRefusal(path: error.path)
        }
        guard let id = body.transactionID, !body.isAmbiguous, ReceivedBodyReader.isID(id) else {
            throw BodyRefusal(path: "$.transactionId")
        }
        guard let type = body.type, isType(type) else { throw BodyRefusal(path: "$.type") }
        var notification = ReceivedNotification(
            transactionID: id, receivedAt: now, subscriber: subscriber, operator: subscriber.operator,
            type: type)
        notification.planID = body.planID
        notification.planBalance = body.planBalance
        notification.planQuota = body.planQuota
        notification.planExpiresAt = body.planExpiresAt
        notification.totalBalance = body.totalBalance
        notification.deltaBalance = body.deltaBalance
        notification.currency = body.currency
        notification.anomalies = body.notes.anomalies
        return notification
    }

    /// Whether it may be a type, including one not yet in the specification: a word in lower case.
    private static func isType(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private mutating func take(_ key: JSONText, _ reader: inout JSONReader) throws(JSONError) {
        if key == "transactionId" && transactionID != nil || key == "type" && type != nil {
            isAmbiguous = true
        }
        switch key {
        case "transactionId": transactionID = notes.text(try .read(&reader), "$.transactionId")
        case "type": type = notes.word(try .read(&reader), "$.type")
        case "planDetails":
            var copy = self
            let isObject = try reader.readObjectIfAny { (key, reader) throws(JSONError) in
                try copy.takePlan(key, &reader)
            }
            self = copy
            if !isObject { notes.unreadable("$.planDetails") }
        case "monetaryBalance":
            var copy = self
            let isObject = try reader.readObjectIfAny { (key, reader) throws(JSONError) in
                try copy.takeMoney(key, &reader)
            }
            self = copy
            if !isObject { notes.unreadable("$.monetaryBalance") }
        default: try reader.skipValue()
        }
    }

    private mutating func takePlan(_ key: JSONText, _ reader: inout JSONReader) throws(JSONError) {
        switch key {
        case "planId": planID = notes.text(try .read(&reader), "$.planDetails.planId")
        case "balance": planBalance = notes.wholeNumber(try .read(&reader), "$.planDetails.balance")
        case "quota": planQuota = notes.wholeNumber(try .read(&reader), "$.planDetails.quota")
        case "expiry": takeExpiry(try .read(&reader))
        default: try reader.skipValue()
        }
    }

    private mutating func takeExpiry(_ value: ReceivedValue) {
        let path = "$.planDetails.expiry"
        guard let text = notes.word(value, path) else { return }
        let time = ReceivedTime.read(text)
        if time?.hasOffset != true { notes.unreadable(path) }
        planExpiresAt = time?.date
    }

    private mutating func takeMoney(_ key: JSONText, _ reader: inout JSONReader) throws(JSONError) {
        switch key {
        case "totalBalance": totalBalance = notes.amount(try .read(&reader), "$.monetaryBalance.totalBalance")
        case "deltaBalance": deltaBalance = notes.amount(try .read(&reader), "$.monetaryBalance.deltaBalance")
        case "currencyCode":
            currency = notes.word(try .read(&reader), "$.monetaryBalance.currencyCode") ?? currency
        case "currency":
            let value = notes.word(try .read(&reader), "$.monetaryBalance.currency")
            currency = currency ?? value
        default: try reader.skipValue()
        }
    }
}
