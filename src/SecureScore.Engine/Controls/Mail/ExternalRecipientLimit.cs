namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_recipientexternallimitperhour: nobody sends to more than 500 external recipients an hour.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy.</remarks>
internal sealed class ExternalRecipientLimit : RecipientLimit
{
    public override string ControlId => "mdo_recipientexternallimitperhour";

    protected override string Setting => "RecipientLimitExternalPerHour";

    protected override int Highest => 500;
}
