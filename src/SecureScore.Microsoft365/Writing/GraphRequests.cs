using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.SendMail;
using Microsoft.Kiota.Abstractions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Collecting;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>The requests that write to Graph, built by the typed SDK and sent by nobody here: methods, addresses and bodies come from it.</summary>
/// <remarks>The settings of user-owned apps and of Microsoft Forms are in the beta version only, which the SDK does not hold: they are written as the
/// documentation of adminAppsAndServices and adminForms has it. Loading this type loads the SDK.</remarks>
internal static class GraphRequests
{
    /// <summary>Changes an object.</summary>
    /// <param name="address">The address of Graph in the cloud of the tenant.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="identity">Which object; null for what is there once.</param>
    /// <param name="content">What is sent.</param>
    public static ServiceCall Change(Uri address, string resource, string? identity, SettingGroup content)
    {
        using var graph = Client(address);
        var body = GraphModel.WithoutAnnotations(content);
        return resource switch
        {
            Resources.ConditionalAccessPolicies => Call(resource, graph.Identity.ConditionalAccess.Policies[identity].ToPatchRequestInformation(
                GraphModel.Read(resource, body, ConditionalAccessPolicy.CreateFromDiscriminatorValue))),
            Resources.NamedLocations => Call(resource, graph.Identity.ConditionalAccess.NamedLocations[identity].ToPatchRequestInformation(
                GraphModel.Read(resource, body, NamedLocation.CreateFromDiscriminatorValue))),
            Resources.SecurityDefaults => Call(resource, graph.Policies.IdentitySecurityDefaultsEnforcementPolicy.ToPatchRequestInformation(
                GraphModel.Read(resource, body, IdentitySecurityDefaultsEnforcementPolicy.CreateFromDiscriminatorValue))),
            Resources.AuthorizationPolicy => Call(resource, graph.Policies.AuthorizationPolicy.ToPatchRequestInformation(
                GraphModel.Read(resource, body, AuthorizationPolicy.CreateFromDiscriminatorValue))),

            // The service has it replaced, where the SDK knows changing only.
            Resources.AdminConsentRequestPolicy => Call(resource, graph.Policies.AdminConsentRequestPolicy.ToPatchRequestInformation(
                GraphModel.Read(resource, body, AdminConsentRequestPolicy.CreateFromDiscriminatorValue))) with { Method = HttpMethod.Put },
            Resources.AuthenticationMethodsPolicy => Call(resource, graph.Policies.AuthenticationMethodsPolicy.ToPatchRequestInformation(
                GraphModel.Read(resource, body, AuthenticationMethodsPolicy.CreateFromDiscriminatorValue))),
            Resources.ActivityBasedTimeoutPolicies => Call(resource, graph.Policies.ActivityBasedTimeoutPolicies[identity].ToPatchRequestInformation(
                GraphModel.Read(resource, body, ActivityBasedTimeoutPolicy.CreateFromDiscriminatorValue))),
            Resources.Domains => Call(resource, graph.Domains[identity].ToPatchRequestInformation(
                GraphModel.Read(resource, body, Domain.CreateFromDiscriminatorValue))),
            Resources.Groups => Call(resource, graph.Groups[identity].ToPatchRequestInformation(
                GraphModel.Read(resource, body, Group.CreateFromDiscriminatorValue))),
            Resources.GroupSettings => Call(resource, graph.GroupSettings[identity].ToPatchRequestInformation(
                GraphModel.Read(resource, body, GroupSetting.CreateFromDiscriminatorValue))),
            Resources.SharePointSettings => Call(resource, graph.Admin.Sharepoint.Settings.ToPatchRequestInformation(
                GraphModel.Read(resource, body, SharepointSettings.CreateFromDiscriminatorValue))),
            Resources.AdminAppsAndServices or Resources.AdminForms => GraphResource.All[resource].CallOne(address, identity) with
            {
                Method = HttpMethod.Patch,
                Body = body.ToJson(),
                IsWrite = true,
            },
            _ => throw WriteRefusal.Of(resource, "is nothing that is written"),
        };
    }

    /// <summary>Creates an object.</summary>
    /// <param name="address">The address of Graph in the cloud of the tenant.</param>
    /// <param name="resource">The resource that it becomes a row of.</param>
    /// <param name="content">What it is given.</param>
    public static ServiceCall Create(Uri address, string resource, SettingGroup content)
    {
        using var graph = Client(address);
        var body = GraphModel.WithoutAnnotations(content);
        return resource switch
        {
            Resources.ConditionalAccessPolicies => Call(resource, graph.Identity.ConditionalAccess.Policies.ToPostRequestInformation(
                GraphModel.Read(resource, body, ConditionalAccessPolicy.CreateFromDiscriminatorValue))),
            Resources.NamedLocations => Call(resource, graph.Identity.ConditionalAccess.NamedLocations.ToPostRequestInformation(
                GraphModel.Read(resource, body, NamedLocation.CreateFromDiscriminatorValue))),
            Resources.ActivityBasedTimeoutPolicies => Call(resource, graph.Policies.ActivityBasedTimeoutPolicies.ToPostRequestInformation(
                GraphModel.Read(resource, body, ActivityBasedTimeoutPolicy.CreateFromDiscriminatorValue))),
            Resources.GroupSettings => Call(resource, graph.GroupSettings.ToPostRequestInformation(
                GraphModel.Read(resource, body, GroupSetting.CreateFromDiscriminatorValue))),
            _ => throw WriteRefusal.Of(resource, "is never created"),
        };
    }

    /// <summary>Removes an object.</summary>
    /// <param name="address">The address of Graph in the cloud of the tenant.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="identity">Which object.</param>
    public static ServiceCall Remove(Uri address, string resource, string identity)
    {
        using var graph = Client(address);
        return Call(resource, resource switch
        {
            Resources.ConditionalAccessPolicies => graph.Identity.ConditionalAccess.Policies[identity].ToDeleteRequestInformation(),
            Resources.NamedLocations => graph.Identity.ConditionalAccess.NamedLocations[identity].ToDeleteRequestInformation(),
            Resources.ActivityBasedTimeoutPolicies => graph.Policies.ActivityBasedTimeoutPolicies[identity].ToDeleteRequestInformation(),
            Resources.GroupSettings => graph.GroupSettings[identity].ToDeleteRequestInformation(),
            _ => throw WriteRefusal.Of(resource, "is never removed"),
        });
    }

    /// <summary>Sends a mail.</summary>
    /// <param name="address">The address of Graph in the cloud of the tenant.</param>
    /// <param name="mail">The mail.</param>
    public static ServiceCall Send(Uri address, TenantMail mail)
    {
        using var graph = Client(address);
        return Call(QuotaClass.Directory, graph.Users[mail.Sender].SendMail.ToPostRequestInformation(new SendMailPostRequestBody
        {
            Message = new Message
            {
                Subject = mail.Subject,
                Body = new ItemBody { ContentType = BodyType.Text, Content = mail.Body },
                ToRecipients = [new Recipient { EmailAddress = new EmailAddress { Address = mail.Recipient } }],
            },
            SaveToSentItems = true,
        }));
    }

    private static GraphServiceClient Client(Uri address) => new(new RequestShaper(), new Uri(address, "/v1.0").AbsoluteUri);

    private static ServiceCall Call(string resource, RequestInformation request) => Call(GraphResource.All[resource].Class, request);

    private static ServiceCall Call(QuotaClass quota, RequestInformation request)
    {
        using var content = new MemoryStream();
        request.Content?.CopyTo(content);
        return new ServiceCall(TenantService.Graph, request.URI, quota)
        {
            Method = new HttpMethod(request.HttpMethod.ToString()),
            Body = content.Length == 0 ? (ReadOnlyMemory<byte>?)null : content.ToArray(),
            IsWrite = true,
        };
    }
}
