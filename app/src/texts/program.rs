//! What the program says on the command line when it was asked for something that it cannot do.

use super::texts;

texts! {
    usage_unknown(option: &str): "Option inconnue : {option}.", "Unknown option: {option}.";
    usage_command(command: &str): "Commande inconnue : {command}.", "Unknown command: {command}.";
    usage_value(option: &str, value: &str): "{option} : « {value} » n’est pas ce que cette option attend.", "{option}: “{value}” is not what this option expects.";
    usage_conflict(option: &str, other: &str): "{option} et {other} ne vont pas ensemble.", "{option} and {other} do not go together.";
    usage_missing(option: &str): "Il manque {option}.", "{option} is missing.";
    usage_other: "La commande est incomplète, ou n’est pas comprise.", "The command is incomplete, or not understood.";
    usage_help: "Les commandes et leurs options, en anglais : acte --help", "The commands and their options: acte --help";
    file_missing(file: &str): "{file} : il n’y a pas de fichier de ce nom.", "{file}: there is no such file.";
    file_denied(file: &str): "{file} : ce fichier ne peut pas être lu, l’accès est refusé.", "{file}: this file cannot be read, access is denied.";
    file_unread(file: &str, detail: &str): "{file} : ce fichier n’a pas pu être lu. {detail}", "{file}: this file could not be read. {detail}";
    file_not_roots(file: &str): "{file} : ce n’est pas le texte PEM de certificats racines, ou il n’est pas entier. Le certificat du serveur d’horodatage lui-même ne suffit pas : il faut celui de l’autorité qui l’a émis.", "{file}: this is not the PEM text of root certificates, or not all of it. The certificate of the time-stamping server itself does not do: it takes that of the authority that issued it.";
}
