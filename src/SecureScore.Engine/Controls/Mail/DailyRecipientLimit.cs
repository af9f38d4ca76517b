namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_recipientlimitperday: nobody sends to more than 1000 recipients a day.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy.</remarks>
internal sealed class DailyRecipientLimit : RecipientLimit
{
    public override string ControlId => "mdo_recipientlimitperday";

    protected override string Setting => "RecipientLimitPerDay";

    protected override int Highest => 1000;
}
