using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.Tests.Catalog;

public class CatalogLookupTests
{
    [Fact]
    public void A_control_is_found_by_its_id_in_any_case() =>
        ControlCatalog.Default.GetControl("ADMINMFAV2").Id.ShouldBe("AdminMFAV2");

    [Fact]
    public void An_unknown_control_is_answered_with_the_nearest_ids()
    {
        var exception = Should.Throw<ControlNotFoundException>(() => ControlCatalog.Get("2022-05").GetControl("AdminMFA"));
        exception.ErrorId.ShouldBe("ControlNotFound");
        exception.Target.ShouldBe("AdminMFA");
        exception.Message.ShouldBe("There is no control 'AdminMFA' in edition 2022-05. Did you mean AdminMFAV2?");
    }

    [Fact]
    public void An_unknown_edition_is_answered_with_the_nearest_and_all()
    {
        var exception = Should.Throw<EditionNotFoundException>(() => ControlCatalog.Get("2022-5"));
        exception.ErrorId.ShouldBe("EditionNotFound");
        exception.Message.ShouldBe("There is no edition '2022-5' of the catalogue. Did you mean 2022-05? Known editions: 2026-09, 2022-05, 2018.");
    }

    [Fact]
    public void Lists_that_a_file_leaves_out_are_empty()
    {
        foreach (var control in ControlCatalog.EditionNames.SelectMany(name => ControlCatalog.Get(name).Controls))
        {
            control.Requires.ShouldNotBeNull(control.Id);
            control.Threats.ShouldNotBeNull(control.Id);
            control.Ours.ShouldNotBeNull(control.Id);
        }
    }
}
