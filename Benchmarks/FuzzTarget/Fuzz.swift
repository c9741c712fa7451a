import MirrorCore
import Normalizer
import PacedHTTP
import PullJSON
import TelenorAPI

/// Passes each input to every reader of the API's replies; an accepted input is read twice, with equal results.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let bytes = input.span.bytes
    _ = try? JSONReader.validate(bytes)
    guard let asked = Msisdn("4790000001") else { return 0 }
    if let read = try? Normalizer.normalize(detail: bytes, asked: asked, language: "no") {
        let again = try? Normalizer.normalize(detail: bytes, asked: asked, language: "no")
        precondition(read == again, "another answer the second time")
    }
    _ = try? Normalizer.normalize(listEntry: bytes, language: "no")
    _ = try? Normalizer.readPage(bytes)
    _ = try? Normalizer.readAccounts(bytes)
    _ = try? Normalizer.readSubscriptionTypes(bytes, language: "no")
    _ = try? Normalizer.readOrderableAddOns(bytes, msisdn: asked, language: "no")
    _ = ErrorCode.read(input)
    _ = TokenReply(input)
    let text = String(decoding: input, as: UTF8.self)
    _ = RetryAfter.parse(text, serverNow: .seconds(1_780_000_000))
    _ = HTTPDate.parse(text)
    return 0
}
