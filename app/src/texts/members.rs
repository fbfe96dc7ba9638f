//! Members, invitations, the member's own account, the firm's page.

use super::texts;

texts! {
    actions: "Actions", "Actions";
    you: "vous", "you";
    role_word: "Rôle", "Role";
    role_of(name: &str): "Rôle : {name}", "Role: {name}";
    members_lead: "Chacun signe ce qu’il fait : le registre garde qui a écrit, émis et constaté.", "Everyone signs what they do: the log keeps who wrote, issued and noted what.";
    member_active: "Actif", "Active";
    member_invited: "Invité", "Invited";
    member_removed: "Retiré", "Removed";
    invite_title: "Inviter quelqu’un", "Invite someone";
    invite: "Inviter", "Invite";
    invite_again: "Inviter de nouveau", "Invite again";
    error_email_taken: "Cette adresse est déjà celle d’un membre.", "This address already belongs to a member.";
    error_last_owner: "Il faut au moins un responsable : nommez-en d’abord un autre.", "There must be at least one owner: name another one first.";

    join_title(firm: &str): "Rejoindre {firm}", "Join {firm}";
    join_lead(email: &str, role: &str): "Votre adresse : {email}. Votre rôle : {role}.", "Your address: {email}. Your role: {role}.";
    join_submit: "Créer mon compte", "Create my account";
    join_gone_title: "Invitation expirée ou déjà utilisée", "Invitation expired or already used";
    join_gone_text: "Demandez à la personne qui vous a invité de vous inviter de nouveau. Si vous avez déjà un compte, connectez-vous.", "Ask the person who invited you to invite you again. If you already have an account, sign in.";

    sessions_title: "Appareils connectés", "Signed-in devices";
    sessions_lead: "Déconnectez tout appareil que vous ne reconnaissez pas, puis changez votre mot de passe.", "Sign out any device that you do not recognise, then change your password.";
    session_device: "Navigateur", "Browser";
    session_since: "Connecté depuis", "Signed in since";
    session_seen: "Dernière activité", "Last activity";
    session_current: "Cet appareil", "This device";
    session_unknown: "Navigateur inconnu", "Unknown browser";
    session_revoke: "Déconnecter", "Sign out";
    password_change_title: "Changer de mot de passe", "Change the password";
    password_change_lead: "Vos autres appareils seront déconnectés.", "Your other devices will be signed out.";
    password_current: "Mot de passe actuel", "Current password";
    password_change: "Changer le mot de passe", "Change the password";
    error_password_current: "Ce n’est pas le mot de passe actuel.", "This is not the current password.";

    mail_content: "Ce que portent les messages", "What the mails carry";
    mail_attached: "La lettre en PDF et le lien", "The notice as PDF, and the link";
    mail_attached_hint: "Recommandé : ce qui est remis est exactement ce qui sera prouvé.", "Recommended: what is delivered is exactly what will be proven.";
    mail_link_only: "Le lien seul", "The link only";
    mail_link_only_hint: "Le contenu reste sur ce serveur ; la preuve porte alors sur la mise à disposition.", "The content stays on this server; the proof is then of its being made available.";

    done_saved: "C’est enregistré.", "Saved.";
    done_invited: "L’invitation est prête.", "The invitation is ready.";
    done_member_changed: "Le membre a été modifié.", "The member was changed.";
    done_member_removed: "Le membre a été retiré et déconnecté.", "The member was removed and signed out.";
    done_password: "Le mot de passe est changé ; vos autres appareils sont déconnectés.", "The password is changed; your other devices are signed out.";
    done_session_revoked: "L’appareil est déconnecté.", "The device is signed out.";
    done_signed_out: "Vous êtes déconnecté.", "You are signed out.";
    done_welcome: "Bienvenue. Commencez par un client.", "Welcome. Begin with a client.";
}
