import Testing

@testable import Backups

@Suite("A file's head in a backup")
struct TarEntryTests {
    @Test(
        "says its name and size, small, of more than 8 GiB, and none",
        arguments: [0, 1, 511, 512, 8_589_934_591, 8_589_934_592, 1 << 45])
    func roundTrip(bytes: Int) {
        let entry = TarEntry(name: "mirror.sqlite", bytes: bytes)
        let block = entry.block(seconds: 1_790_000_000)
        #expect(block.count == 512)
        #expect(TarEntry(block) == entry)
        #expect((bytes + entry.padding) % 512 == 0)
    }

    @Test("is none where a byte is another, and where it is no plain file's")
    func damaged() {
        let block = TarEntry(name: "mirror.sqlite", bytes: 7).block(seconds: 0)
        for place in stride(from: 0, to: 300, by: 7) {
            var other = block
            other[place] ^= 0x10
            #expect(TarEntry(other) == nil, "\(place)")
        }
        #expect(TarEntry([UInt8](repeating: 0, count: 512)) == nil)
        #expect(TarEntry(Array(block.dropLast())) == nil)
    }
}
