import Foundation
import MirrorCore
import PacedHTTP
import TelenorAPI
import TestSupport
import Testing

/// Invariants: no error body, token reply or header makes its reader trap; values
/// read from it are within bounds.
@Suite("Damaged answers")
struct FuzzTests {
    /// 40,000 inputs, or a million in the long mode.
    private static let inputsPerSeed = LongMode.choose(10_000, long: 250_000)

    private static let bodies: [[UInt8]] =
        ErrorCodeTests.shapes.flatMap { shape in [42_901, 404_001, 4_042_000].map { Array(shape($0).utf8) } }
        + [
            #"{"fault":{"faultstring":"no","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}"#,
            #"{"error":"invalid_client","error_description":"made up"}"#,
            #"{"access_token":"made-up","token_type":"Bearer","expires_in":3599,"scope":"a b"}"#,
            #"{"access_token":"made-up","expires_in":"3599"}"#,
            "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>",
            "upstream connect error or disconnect/reset before headers", "",
        ].map { Array($0.utf8) }

    @Test("give a code of five to seven digits, a plain name, or nothing", arguments: 0..<4)
    func bodies(seed: UInt64) async throws {
        var mutator = DocumentMutator(seed: 2_000 + seed)
        let before = ResidentMemory.bytes
        for _ in 0..<Self.inputsPerSeed {
            await Task.yield()
            let (body, other) = (mutator.random.pick(Self.bodies), mutator.random.pick(Self.bodies))
            let input = mutator.damaged(body, splicedWith: other)
            let code = ErrorCode.read(input)
            try #require(code == ErrorCode.read(input), "\(seed): \(input)")
            if let number = code.number { try #require((0...9_999_999).contains(number), "\(input)") }
            if let name = code.name {
                try #require(
                    (3...80).contains(name.utf8.count) && name.utf8.allSatisfy { $0 < 0x80 }, "\(input)")
            }
            if let token = TokenReply(input) {
                try #require(!token.accessToken.isEmpty, "\(input)")
                try #require(token.lifetime >= .zero && token.lifetime <= .seconds(365 * 86_400), "\(input)")
            }
        }
        print(
            "fuzz answers seed \(seed): \(Self.inputsPerSeed) inputs, "
                + "resident \(before >> 20) MB before, \(ResidentMemory.bytes >> 20) MB after")
    }

    private static let headers = [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "120",
        "0", "-1",
        "1.5", "99999999999999999999", " 30 ", "Thu, 31 Dec 9999 23:59:60 GMT",
        "Thu, 01 Jan 0000 00:00:00 GMT", "",
    ].map { Array($0.utf8) }

    @Test("leave a wait that is not negative, and a date within four digits of years", arguments: 0..<2)
    func headers(seed: UInt64) async throws {
        var mutator = DocumentMutator(seed: 3_000 + seed)
        let now = Duration.seconds(1_780_000_000)
        for _ in 0..<Self.inputsPerSeed {
            await Task.yield()
            let (header, other) = (mutator.random.pick(Self.headers), mutator.random.pick(Self.headers))
            let input = String(decoding: mutator.damaged(header, splicedWith: other), as: UTF8.self)
            if let wait = RetryAfter.parse(input, serverNow: now) { try #require(wait >= .zero, "\(input)") }
            if let date = HTTPDate.parse(input) {
                try #require(
                    (Duration.seconds(-62_200_000_000)...(.seconds(253_402_387_200))).contains(date),
                    "\(input)")
            }
        }
    }
}
