//! When topics come up again.

use super::texts;

texts! {
    calendar: "Calendrier", "Calendar";
    calendar_lead: "Quand les sujets traités sont à reprendre, et pour chacun toutes les dates connues : prochain renouvellement, faits datés (fins de support, règles, délais, avec leur préavis), fin d’un report, offre sans réponse, et le premier changement de chaque sorte consigné depuis. Un sujet à traiter n’y figure pas : il est dans la couverture.", "When settled topics come up again, with all days that are known for each: the next renewal, dated facts (ends of support, rules, delays, with their notice time), the end of a deferral, an offer not answered, and the first change of each kind recorded since. A topic still to be settled is not here: it is under coverage.";
    calendar_months: "Mois voisins", "Months around";
    calendar_nothing: "Rien ce mois-ci.", "Nothing in this month.";
    calendar_outlook: "Les mois qui viennent", "The months ahead";
    calendar_near(fact: &str): "Bientôt : {fact}", "Soon: {fact}";
    calendar_renewal: "Renouvellement", "Renewal";
    calendar_deferred: "Fin du report décidé par le client", "End of the client’s deferral";
    calendar_lapsed: "Offre de prix sans réponse", "Price offered and not answered";
    calendar_scope: "Périmètre modifié", "Scope changed";
    calendar_signatory: "Nouveau signataire", "New signatory";
    calendar_change: "Fait nouveau", "New fact";
    feed_title: "Dans votre agenda", "In your own calendar";
    feed_lead: "Une adresse secrète, pour vous seul, à laquelle votre agenda s’abonne. Elle montre les noms des clients et des missions à qui la connaît.", "A secret address, for you alone, to which your calendar program subscribes. It shows the names of clients and projects to whoever knows it.";
    feed_make: "Créer l’adresse", "Make the address";
    feed_again: "Remplacer l’adresse", "Replace the address";
    feed_revoke: "Révoquer l’adresse", "Revoke the address";
    feed_name(firm: &str): "Sujets à reprendre, {firm}", "Topics to raise again, {firm}";
    done_feed_made: "L’adresse est créée. Une adresse précédente ne fonctionne plus.", "The address is made. An earlier one works no more.";
    done_feed_revoked: "L’adresse ne fonctionne plus.", "The address works no more.";
}
