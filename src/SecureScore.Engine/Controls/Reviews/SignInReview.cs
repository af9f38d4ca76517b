using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>A review of sign-ins.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/signin. The v1.0 list holds interactive sign-ins only.</remarks>
internal abstract class SignInReview : ReviewControl
{
    protected sealed override string Log => Resources.SignIns;

    protected sealed override string DateProperty => "createdDateTime";

    /// <summary>The user, as a key.</summary>
    protected static EntityId UserOf(EvidenceObject signIn) => EntityId.Parse(signIn.RequiredText("userId"));

    protected static string ErrorOf(EvidenceObject signIn) => signIn.RequiredObject("status").RequiredText("errorCode");

    protected static bool Succeeded(EvidenceObject signIn) => ErrorOf(signIn) == "0";

    /// <summary>A user whose sign-ins need a review.</summary>
    protected static ScoreEvidence Item(EvidenceObject signIn, string actual, string reason)
    {
        string id = signIn.RequiredText("userId");
        return new ScoreEvidence
        {
            Kind = EvidenceKind.User,
            Id = id,
            UserPrincipalName = signIn.Text("userPrincipalName"),
            DisplayName = signIn.Text("userDisplayName") ?? signIn.Text("userPrincipalName") ?? id,
            Setting = "Sign-ins",
            Actual = actual,
            Expected = "Reviewed",
            Reason = reason,
        };
    }
}
