import ArgumentParser

struct MillomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millom", abstract: "Millom, the second source: purchases, offers and notifications.",
        discussion: """
            submirror millom receive                          receives notifications and callbacks
            submirror millom purchases --open                 purchases that have not ended
            submirror millom purchase 5f0c...                 one purchase with all its events
            submirror millom purchases resolve 5f0c... --completed
            submirror millom offers 4790000001                a subscriber's offers
            submirror millom activate 4790000001 DATA10       buys an offer
            submirror millom register 4790000001 --none       withdraws the consent to notifications
            """,
        subcommands: [
            MillomReceiveCommand.self, MillomOffersCommand.self, MillomActivateCommand.self,
            MillomPurchasesCommand.self, MillomPurchaseCommand.self, MillomRegisterCommand.self,
            MillomCpidCommand.self,
        ])
}
