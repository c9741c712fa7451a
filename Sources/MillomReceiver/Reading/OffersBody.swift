import Crypto
import Foundation
import MillomJournal
import MirrorCore
import PullJSON

/// Parses the body of a rich notification: a CPID, and offers with signed links.
///
/// The notification makes the offers themselves due, and the next run fetches them;
/// it cannot fetch the links.
///
/// Source: rich-notification-api.yaml.
struct OffersBody {
    /// Far more than a person could choose from.
    private static let mostLinks = 400

    private var notes = ReceivedBodyReader(record: "rich_notification")
    private var cpid: String?
    private var hasOffers = false
    private var links: [(kind: SignedLink.Kind, planID: String?, url: String)] = []

    /// - Throws: ``BodyRefusal`` if it is not JSON, or has no CPID.
    static func read(_ bytes: RawSpan, at now: Date) throws(BodyRefusal) -> ReceivedNotification {
        var body = OffersBody()
        do throws(JSONError) {
            try JSONReader.read(bytes) { (reader) throws(JSONError) in
                try reader.readObject { (key, reader) throws(JSONError) in try body.take(key, &reader) }
                try reader.end()
            }
        } catch {
            throw BodyRefusal(path: error.path)
        }
        guard let cpid = body.cpid, let subscriber = MillomSubscriber(.cpid, cpid, operator: "") else {
            throw BodyRefusal(path: "$.cpid")
        }
        guard body.links.count <= mostLinks else { throw BodyRefusal(path: "$.offers") }
        let digest = bytes.withUnsafeBytes { SHA256.hash(data: $0) }
        var notification = ReceivedNotification(
            transactionID: "sha256:" + digest.map { hexadecimal($0) }.joined(), receivedAt: now,
            subscriber: subscriber, operator: "", type: ReceivedNotification.refreshableOffers)
        notification.links = body.signedLinks(at: now)
        notification.anomalies = body.notes.anomalies
        return notification
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }

    private mutating func take(_ key: JSONText, _ reader: inout JSONReader) throws(JSONError) {
        switch key {
        case "cpid": cpid = notes.text(try .read(&reader), "$.cpid")
        case "refresh": add(.refresh, nil, notes.text(try .read(&reader), "$.refresh"))
        case "ping": add(.ping, nil, notes.text(try .read(&reader), "$.ping"))
        case "shop": add(.shop, nil, notes.text(try .read(&reader), "$.shop"))
        case "offers":
            switch try reader.peekKind() {
            case .array:
                try reader.beginArray()
                while try reader.nextElement() { try takeOffer(&reader) }
            case .object:
                notes.unreadable("$.offers")
                try takeOffer(&reader)
            case .null: try reader.skipValue()
            case .string, .number, .boolean:
                notes.unreadable("$.offers")
                try reader.skipValue()
            }
        default: try reader.skipValue()
        }
    }

    private mutating func takeOffer(_ reader: inout JSONReader) throws(JSONError) {
        var copy = notes
        var planID: String?
        var found: [(SignedLink.Kind, String?)] = []
        let isObject = try reader.readObjectIfAny { (key, reader) throws(JSONError) in
            switch key {
            case "planId": planID = copy.text(try .read(&reader), "$.offers[].planId")
            case "paymentUri":
                found.append((.payment, copy.text(try .read(&reader), "$.offers[].paymentUri")))
            case "purchaseLink":
                found.append((.purchase, copy.text(try .read(&reader), "$.offers[].purchaseLink")))
            default: try reader.skipValue()
            }
        }
        notes = copy
        if !isObject { notes.unreadable("$.offers[]") }
        for (kind, url) in found { add(kind, planID, url) }
    }

    private mutating func add(_ kind: SignedLink.Kind, _ planID: String?, _ url: String?) {
        if let url { links.append((kind, planID, url)) }
    }

    /// The unexpired links; a link without an expiry is dropped.
    private mutating func signedLinks(at now: Date) -> [SignedLink] {
        var signed: [SignedLink] = []
        for link in links {
            let path = link.planID == nil ? "$.\(link.kind.rawValue)" : "$.offers[].\(link.kind.rawValue)"
            guard link.url.utf8.count <= 4096, let expiry = Self.expiry(of: link.url) else {
                notes.unreadable(path)
                continue
            }
            guard expiry > now else { continue }
            signed.append(
                SignedLink(kind: link.kind, planID: link.planID, url: link.url, expiresAt: expiry))
        }
        return signed
    }

    /// The expiry in a link's query, in seconds since 1970; the documented examples
    /// begin the query with `??`.
    private static func expiry(of url: String) -> Date? {
        let mark = "expirySeconds="
        guard let query = url.firstIndex(of: "?") else { return nil }
        let part = url[query...].split { $0 == "?" || $0 == "&" }.last { $0.hasPrefix(mark) }
        guard let part, let seconds = Int64(part.dropFirst(mark.count)),
            (1...253_402_300_799).contains(seconds)
        else { return nil }
        return Date(timeIntervalSince1970: TimeInterval(seconds))
    }
}
