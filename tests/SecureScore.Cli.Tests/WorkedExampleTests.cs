using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureScore.Cli.Tests;

/// <summary>The tenant Contoso of May 2022, whose score is known, through the command.</summary>
public class WorkedExampleTests
{
    [Fact]
    public void Score_in_json_is_the_known_one()
    {
        using var json = Judge(SampleCopy.Original);
        var score = json.RootElement;
        score.GetProperty("Score").GetDecimal().ShouldBe(14 + (2m / 35), 1e-20m);
        score.GetProperty("MaxScore").GetDecimal().ShouldBe(66);
        score.GetProperty("Percentage").GetDecimal().ShouldBe(100 * (14 + (2m / 35)) / 66, 1e-20m);

        score.GetProperty("Controls").EnumerateArray().Select(Row).ShouldBe(
        [
            "1 AdminMFAV2 0/10 15.15 ToAddress",
            "2 MFARegistrationV2 0/9 13.64 ToAddress",
            "3 BlockLegacyAuthentication 0/8 12.12 ToAddress",
            "4 UserRiskPolicy 0/7 10.61 ToAddress",
            "5 SigninRiskPolicy 0/7 10.61 ToAddress",
            "6 IntegratedApps 0/4 6.06 ToAddress",
            "7 meeting_designatedpresenter_v1 0/2 3.03 ToAddress",
            "8 meeting_autoadmitusers_v1 1/2 3.03 ToAddress",
            "9 CustomerLockBoxEnabled 0/1 1.52 ToAddress",
            "10 meeting_restrictanonymousjoin_v1 0/1 1.52 ToAddress",
            "11 RoleOverlap 0/1 1.52 ToAddress",
            "12 SelfServicePasswordReset 0.06/1 1.52 ToAddress",
            "13 PWAgePolicyNew 8/8 12.12 Completed",
            "14 TLSDeprecation 1/1 1.52 Completed",
            "15 OneAdmin 1/1 1.52 Completed",
            "16 meeting_pstnusersbypasslobby_v1 1/1 1.52 Completed",
            "17 meeting_externalrequestcontrol_v1 1/1 1.52 Completed",
            "18 meeting_anonymousstartmeeting_v1 1/1 1.52 Completed",
        ]);
    }

    [Fact]
    public void Security_defaults_give_three_controls_their_full_points()
    {
        using var copy = new SampleCopy().Change(
            "graph/identitySecurityDefaultsEnforcementPolicy.json", policy => policy["isEnabled"] = true);
        using var json = Judge(copy.Directory);
        json.RootElement.GetProperty("Score").GetDecimal().ShouldBe(41 + (2m / 35), 1e-20m);
    }

    [Fact]
    public void One_more_user_with_password_reset_gives_its_share()
    {
        using var copy = new SampleCopy();
        string path = Path.Combine(copy.Directory, "graph/userRegistrationDetails.jsonl");
        var rows = File.ReadAllLines(path).Select(line => JsonNode.Parse(line)!).ToArray();
        var other = rows.First(row => !row["isSsprRegistered"]!.GetValue<bool>());
        foreach (string property in new[] { "isSsprRegistered", "isSsprEnabled", "isSsprCapable" })
            other[property] = true;
        File.WriteAllLines(path, rows.Select(row => row.ToJsonString()));
        using var json = Judge(copy.Directory);
        json.RootElement.GetProperty("Score").GetDecimal().ShouldBe(14 + (3m / 35), 1e-20m);
    }

    private static JsonDocument Judge(string snapshot)
    {
        var result = Command.Run("score", "--snapshot", snapshot, "--edition", "2022-05", "--format", "json");
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        return JsonDocument.Parse(result.Output);
    }

    private static string Row(JsonElement control) => string.Create(
        CultureInfo.InvariantCulture,
        $"{control.GetProperty("Rank")} {control.GetProperty("Id")} {control.GetProperty("Points").GetDecimal():0.##}/{control.GetProperty("MaxPoints")} {control.GetProperty("ScoreImpact").GetDecimal():0.00} {control.GetProperty("Status")}");
}
