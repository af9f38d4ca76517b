namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_recipientinternallimitperhour: nobody sends to more than 1000 internal recipients an hour.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy.</remarks>
internal sealed class InternalRecipientLimit : RecipientLimit
{
    public override string ControlId => "mdo_recipientinternallimitperhour";

    protected override string Setting => "RecipientLimitInternalPerHour";

    protected override int Highest => 1000;
}
