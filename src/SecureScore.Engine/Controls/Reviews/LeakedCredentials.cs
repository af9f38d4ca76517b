namespace SecureScore.Engine.Controls.Reviews;

/// <summary>ReviewUsersWithLeakedCreds: review whose password leaked.</summary>
internal sealed class LeakedCredentials : RiskySignInReview
{
    public override string ControlId => "ReviewUsersWithLeakedCreds";

    protected override string Subject => "user whose sign-in shows a leaked password";

    protected override IReadOnlyList<string> Risks { get; } = ["leakedCredentials"];

    // Leaks are found when lists of passwords are, not when somebody signs in.
    protected override string Beyond => "most leaks are found apart from sign-ins, in the list of risky users, which is not part of a snapshot";
}
