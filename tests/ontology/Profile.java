import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;

/** Whether an ontology is in the OWL 2 DL profile, by the OWL API: exit 0 if so, else 1 and each violation. */
public class Profile {
    public static void main(String[] args) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(args[0]));
        OWLProfileReport report = new OWL2DLProfile().checkOntology(ontology);
        report.getViolations().forEach(System.out::println);
        String verdict = report.isInProfile() ? "OWL 2 DL" : "not OWL 2 DL";
        System.out.println(args[0] + ": " + ontology.getAxiomCount() + " axioms, " + verdict);
        System.exit(report.isInProfile() ? 0 : 1);
    }
}
