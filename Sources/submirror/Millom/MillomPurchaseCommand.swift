import ArgumentParser
import MillomJournal
import MirrorCore

struct MillomPurchaseCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "purchase", abstract: "Show one purchase with all its events.",
        discussion: "submirror millom purchase 5f0c... --json")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The purchase's transaction id.")
    var transid: String

    @OptionGroup var output: DocumentOptions

    func run(in invocation: Invocation) throws {
        let wiring = try global.wiring(in: invocation)
        guard let purchase = try wiring.existingJournal()?.purchase(transid) else {
            throw ActivationFailure.noSuchPurchase(transid: transid)
        }
        let document = PurchaseDocument(purchase, timeZone: wiring.settings.reportTimeZone)
        try output.isJSON
            ? Output.write(document.json + "\n") : Output.show(document.text(width: Output.width))
    }
}
