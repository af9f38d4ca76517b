using System.Globalization;
using System.Text.Json;

namespace SecureScore.Cli.Tests;

public sealed class StatusTests : IDisposable
{
    private readonly RememberedTenant _tenant = new();

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public void A_decision_is_kept_listed_and_counts()
    {
        var decided = Run("status IntegratedApps --set ThirdParty --owner alice@contoso.com --expires 2099-01-31 --format json", "--note", "another product does it");
        decided.ExitCode.ShouldBe(0, decided.Error);
        decided.Error.ShouldBeEmpty();
        using var json = JsonDocument.Parse(decided.Output);
        var entry = json.RootElement[0];
        entry.GetProperty("ControlId").GetString().ShouldBe("IntegratedApps");
        entry.GetProperty("Status").GetString().ShouldBe("ThirdParty");
        entry.GetProperty("Note").GetString().ShouldBe("another product does it");
        entry.GetProperty("Expires").GetString().ShouldBe("2099-01-31T00:00:00Z");
        entry.GetProperty("DecidedBy").GetString().ShouldBe(Environment.UserName);
        entry.GetProperty("Evidence").GetProperty("Outcome").GetString().ShouldBe("Failed");

        string listed = Run("status").Output;
        listed.ShouldContain("Third party until 2099-01-31");
        listed.ShouldContain("another product does it");
        Score().ShouldBe(18 + (2m / 35), 1e-20m);
    }

    [Fact]
    public void Without_a_store_no_decision_counts()
    {
        Run("status IntegratedApps --set thirdparty").ExitCode.ShouldBe(0);
        using var json = JsonDocument.Parse(Command.Run("score", "--snapshot", _tenant.First.Directory, "--edition", "2022-05", "--format", "json").Output);
        json.RootElement.GetProperty("Score").GetDecimal().ShouldBe(14 + (2m / 35), 1e-20m);
    }

    [Fact]
    public void The_same_decision_again_is_skipped_and_counted()
    {
        Run("status IntegratedApps --set planned").ExitCode.ShouldBe(0);
        var again = Run("status IntegratedApps AdminMFAV2 --set planned --format csv");
        again.ExitCode.ShouldBe(0);
        again.Error.ShouldBe("securescore: 1 control has that status already" + Environment.NewLine);
        again.Output.Split("\r\n").Length.ShouldBe(3);
        Lines("status --format csv").ShouldBe(3);
        Lines("status adminmfav2 OneAdmin --format csv").ShouldBe(2);
    }

    [Fact]
    public void Several_controls_look_better_by_word_alone_only_when_that_is_confirmed()
    {
        var refused = Run("status IntegratedApps AdminMFAV2 --set riskaccepted");
        ErrorTests.ShouldFail(refused, "ConfirmationNeeded");
        refused.Error.ShouldContain("2 controls would look better by word alone: IntegratedApps, AdminMFAV2.");
        Lines("status --format csv").ShouldBe(1);

        Run("status IntegratedApps AdminMFAV2 --set riskaccepted --force").ExitCode.ShouldBe(0);
        Lines("status --format csv").ShouldBe(3);
        Run("status IntegratedApps AdminMFAV2 --set toaddress").ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("ControlNotFound", "Did you mean AdminMFAV2?", "status IntegratedApps AdminMFA2 --set planned")]
    [InlineData("StatusNotAllowed", "the evidence shows that it is completed", "status IntegratedApps OneAdmin --set planned")]
    [InlineData("ExpiryInPast", "Give a date in the future", "status IntegratedApps --set planned --expires 2001-01-01")]
    public void A_decision_that_cannot_be_taken_leaves_all_as_it_was(string errorId, string fragment, string command)
    {
        var result = Run(command);
        ErrorTests.ShouldFail(result, errorId);
        result.Error.ShouldContain(fragment);
        Lines("status --format csv").ShouldBe(1);
    }

    [Fact]
    public void A_note_that_is_too_long_or_drives_a_terminal_is_refused()
    {
        ErrorTests.ShouldFail(Run("status IntegratedApps --set planned", "--note", new string('x', 1_000_000)), "DecisionTextInvalid");
        ErrorTests.ShouldFail(Run("status IntegratedApps --set planned", "--note", "\u001b[2J"), "DecisionTextInvalid");
        Lines("status --format csv").ShouldBe(1);
    }

    [Fact]
    public void A_hostile_note_is_cleaned_on_the_screen_and_is_a_cell_in_csv()
    {
        Run("status IntegratedApps --set planned", "--note", "=1+1 [red]\u202Egnp\r\n[unclosed", "--owner", "[b]\u2066me").ExitCode.ShouldBe(0);
        string screen = Command.RunOnScreen([.. _tenant.Arguments("status")]).Output;
        screen.ShouldContain("=1+1 [red]gnp");
        screen.ShouldContain("[b]me");
        screen.ShouldNotContain('\u202E');
        Run("status --format csv").Output.ShouldContain(",\"'=1+1 [red]\u202Egnp\r\n[unclosed\",");
    }

    [Fact]
    public void The_demo_tenant_is_decided_about_in_a_store_of_its_own()
    {
        string store = _tenant.First.Beside("demo.db");
        Command.Run("status", "aad_third_party_apps", "--set", "planned", "--store", store).ExitCode.ShouldBe(0);
        Command.Run("controls", "--store", store, "--status", "planned").Output.ShouldContain("aad_third_party_apps");
    }

    [Theory]
    [InlineData("nl-BE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Every_culture_sees_the_same(string culture)
    {
        Run("status IntegratedApps --set planned --expires 2099-01-31").ExitCode.ShouldBe(0);
        string[] commands = ["history", "history --format csv", "events --cause CONFIGURATION", "events --format json", "status", "status --format csv"];
        var invariant = commands.Select(command => Run(command)).ToArray();
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            commands.Select(command => Run(command)).ShouldBe(invariant);
            Run("status AdminMFAV2 --set PLANNED --expires 2099-01-31").ExitCode.ShouldBe(0);
            Run("score --fail-below 21.2").ExitCode.ShouldBe(0);
            Run("score --fail-below 21.4").ExitCode.ShouldBe(2);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private CommandResult Run(string command, params string[] more) =>
        Command.Run([.. _tenant.Arguments(command), "--snapshot", _tenant.First.Directory, .. more]);

    private int Lines(string command) => Run(command).Output.Split("\r\n").Length - 1;

    private decimal Score()
    {
        using var json = JsonDocument.Parse(Run("score --format json").Output);
        return json.RootElement.GetProperty("Score").GetDecimal();
    }
}
