//! Delivery reports in the forms in which well-known mail servers write them; made for these tests, and answers of people and of programs.

/// Postfix: its own words, the report, the whole message.
pub fn postfix(to: &str, message_id: &str, (action, status): (&str, &str)) -> String {
    format!(
        "Received: by mx.prestataire.example (Postfix)\n\tid 4YxQ2p0; Mon, 2 Mar 2026 10:00:07 +0100 (CET)\n\
         Date: Mon, 2 Mar 2026 10:00:07 +0100 (CET)\nFrom: MAILER-DAEMON@mx.prestataire.example (Mail Delivery System)\n\
         Subject: Undelivered Mail Returned to Sender\nTo: acte@prestataire.example\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"4YxQ2p0.1772442007/mx.prestataire.example\"\n\
         Message-Id: <20260302090007.4YxQ2p0@mx.prestataire.example>\n\n\
         --4YxQ2p0.1772442007/mx.prestataire.example\nContent-Description: Notification\nContent-Type: text/plain; charset=utf-8\n\n\
         I'm sorry to have to inform you that your message could not be delivered.\n\n\
         --4YxQ2p0.1772442007/mx.prestataire.example\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.prestataire.example\nX-Postfix-Queue-ID: 4YxQ2p0\nArrival-Date: Mon, 2 Mar 2026 10:00:01 +0100 (CET)\n\n\
         Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: {action}\nStatus: {status}\nRemote-MTA: dns; mail.portes.example\n\
         Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected:\n    User unknown in virtual mailbox table\n\n\
         --4YxQ2p0.1772442007/mx.prestataire.example\nContent-Description: Undelivered Message\nContent-Type: message/rfc822\n\n\
         From: acte@prestataire.example\nTo: {to}\nSubject: Lettre\nMessage-ID: {message_id}\n\nTexte\n\n\
         --4YxQ2p0.1772442007/mx.prestataire.example--\n"
    )
}

/// Exim: the report, the headers of the message only.
pub fn exim(to: &str, message_id: &str) -> String {
    format!(
        "Return-path: <>\r\nReceived: from Debian-exim by relay.example with local (Exim 4.96)\r\n\tid 1tXabc-0001Ab-2C\r\n\
         X-Failed-Recipients: {to}\r\nAuto-Submitted: auto-replied\r\nFrom: Mail Delivery System <Mailer-Daemon@relay.example>\r\n\
         To: acte@prestataire.example\r\nReferences: {message_id}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=1772442007-eximdsn-1804289383\r\n\
         MIME-Version: 1.0\r\nSubject: Mail delivery failed: returning message to sender\r\nMessage-Id: <E1tXabc-0001Ab-2C@relay.example>\r\n\
         Date: Mon, 02 Mar 2026 09:00:07 +0000\r\n\r\n--1772442007-eximdsn-1804289383\r\nContent-type: text/plain; charset=us-ascii\r\n\r\n\
         This message was created automatically by mail delivery software.\r\n\r\n--1772442007-eximdsn-1804289383\r\nContent-type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; relay.example\r\n\r\nAction: failed\r\nFinal-Recipient: rfc822;{to}\r\nStatus: 5.0.0\r\nRemote-MTA: dns; mail.portes.example\r\n\
         Diagnostic-Code: smtp; 550 No such user here\r\n\r\n--1772442007-eximdsn-1804289383\r\nContent-type: text/rfc822-headers\r\n\r\n\
         From: acte@prestataire.example\r\nTo: {to}\r\nMessage-ID: {message_id}\r\nSubject: Lettre\r\n\r\n--1772442007-eximdsn-1804289383--\r\n"
    )
}

/// Exchange Online: words in the reader's language and HTML, the report, the message; tied by References, too.
pub fn exchange(to: &str, message_id: &str) -> String {
    format!(
        "From: <postmaster@portes.example>\r\nTo: <acte@prestataire.example>\r\nDate: Mon, 2 Mar 2026 09:00:09 +0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"6f0a4b5e-1c2d-4e3f-8a9b-0c1d2e3f4a5b\"\r\nX-MS-Exchange-Message-Is-Ndr:\r\nContent-Language: fr-FR\r\n\
         Message-ID: <a1b2c3d4-e5f6@PR0P264MB0001.portes.example>\r\nIn-Reply-To: {message_id}\r\nReferences: {message_id}\r\n\
         Subject: =?utf-8?B?Tm9uIHJlbWlz?=: Lettre\r\nAuto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n\r\n\
         --6f0a4b5e-1c2d-4e3f-8a9b-0c1d2e3f4a5b\r\nContent-Type: multipart/alternative; boundary=\"alt\"\r\n\r\n--alt\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\n\
         Vm90cmUgbWVzc2FnZSBu4oCZYSBwYXMgw6l0w6kgcmVtaXMu\r\n\r\n--alt--\r\n\r\n--6f0a4b5e-1c2d-4e3f-8a9b-0c1d2e3f4a5b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns;PR0P264MB0001.portes.example\r\nReceived-From-MTA: dns;mx.prestataire.example\r\nArrival-Date: Mon, 2 Mar 2026 09:00:07 +0000\r\n\r\n\
         Final-Recipient: rfc822;{to}\r\nAction: failed\r\nStatus: 5.1.10\r\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\r\nX-Display-Name: Direction\r\n\r\n\
         --6f0a4b5e-1c2d-4e3f-8a9b-0c1d2e3f4a5b\r\nContent-Type: message/rfc822\r\n\r\nFrom: acte@prestataire.example\r\nTo: {to}\r\nSubject: Lettre\r\nMessage-ID: {message_id}\r\nContent-Type: text/plain\r\n\r\nTexte\r\n\r\n\
         --6f0a4b5e-1c2d-4e3f-8a9b-0c1d2e3f4a5b--\r\n"
    )
}

/// Gmail: a related part with a picture, the report with its own fields, the headers as a message.
pub fn gmail(to: &str, message_id: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\r\nTo: acte@prestataire.example\r\nAuto-Submitted: auto-replied\r\n\
         Subject: Delivery Status Notification (Failure)\r\nReferences: {message_id}\r\nIn-Reply-To: {message_id}\r\nX-Failed-Recipients: {to}\r\n\
         Message-ID: <67c41f17.050a0220.1a2b3.4c5d.GMR@mx.google.example>\r\nDate: Mon, 02 Mar 2026 01:00:07 -0800 (PST)\r\n\
         Content-Type: multipart/report; boundary=\"000000000000abcdef\"; report-type=delivery-status\r\n\r\n--000000000000abcdef\r\nContent-Type: multipart/related; boundary=\"rel\"\r\n\r\n\
         --rel\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n<p>Address not found</p>\r\n--rel--\r\n--000000000000abcdef\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; googlemail.example\r\nReceived-From-MTA: dns; acte@prestataire.example\r\nArrival-Date: Mon, 02 Mar 2026 01:00:06 -0800 (PST)\r\nX-Original-Message-ID: {message_id}\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mail.portes.example. (192.0.2.7, the server for the domain portes.example.)\r\n\
         Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\r\n 550 5.1.1 Please try double-checking the address\r\nLast-Attempt-Date: Mon, 02 Mar 2026 01:00:07 -0800 (PST)\r\n\r\n\
         --000000000000abcdef\r\nContent-Type: message/rfc822\r\n\r\nFrom: acte@prestataire.example\r\nMessage-ID: {message_id}\r\nSubject: Lettre\r\n\r\n----- Message truncated -----\r\n\r\n--000000000000abcdef--\r\n"
    )
}

/// What a person wrote, or a program: `headers` tell.
pub fn answer(message_id: &str, headers: &str) -> String {
    format!(
        "From: =?UTF-8?Q?Ma=C3=ABlle?= <maelle@portes.example>\r\nTo: Anne <anne@prestataire.example>\r\nDate: Mon, 2 Mar 2026 10:12:00 +0100\r\nSubject: Re: Lettre\r\n\
         Message-ID: <reply-1@portes.example>\r\nIn-Reply-To: {message_id}\r\nReferences: <older@portes.example>\r\n {message_id}\r\n{headers}\r\n\r\nNous acceptons.\r\n--\r\nMaëlle\r\n"
    )
}
