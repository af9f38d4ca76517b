using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Sends mail by Microsoft Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/user-sendmail.</remarks>
internal sealed class MailSender
{
    private readonly ServicePipeline _pipeline;

    public MailSender(ServicePipeline pipeline) => _pipeline = pipeline;

    /// <summary>Sends a mail, as <see cref="ITenantWriter.SendAsync"/> has it.</summary>
    /// <exception cref="ServiceFaultException">It was not sent, or that is not certain.</exception>
    public Task SendAsync(TenantMail mail, ITenantObserver observer, CancellationToken cancellation) =>
        _pipeline.SendAsync(GraphRequests.Send(_pipeline.Cloud[TenantService.Graph].Address, mail), static _ => true, observer, cancellation);
}
