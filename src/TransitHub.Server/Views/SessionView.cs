using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Security.SignIn.OpenId;

namespace TransitHub.Server.Views;

/// <summary>Who asks, and how one may sign in.</summary>
/// <param name="SignedIn">Whether an operator asks.</param>
/// <param name="Name">Their name, as audits have it; null: nobody's.</param>
/// <param name="Role">viewer, operator or admin, each with what those before may do; null: none.</param>
/// <param name="Way">How they are known: password, openid, basic (name and password with each request), or local (on the hub's own machine, where nobody can sign in); null: they are not.</param>
/// <param name="Provider">The provider who knows them; null: the hub does.</param>
/// <param name="EndsAt">When the session ends, Unix seconds; null: there is none.</param>
/// <param name="Ways">How one may sign in.</param>
/// <param name="Remedy">What to do where nobody is signed in and there is no way to; null: nothing.</param>
/// <param name="RenewBy">Until when the browser has to go to the provider again, at renew_at, Unix seconds; null: it has not.</param>
/// <param name="RenewAt">Where it goes: the provider knows it and asks for nothing, as a rule. With <c>?return=/path</c>, where it comes back to. Without signed_in: the session of before holds again after it. Null: nowhere.</param>
/// <param name="ContinueAt">After signing out: where to go to sign out at the provider too; null: nowhere.</param>
internal sealed record SessionView(
    bool SignedIn, string? Name, string? Role, string? Way, string? Provider, long? EndsAt, SignInWaysView Ways, string? Remedy, long? RenewBy = null, string? RenewAt = null, string? ContinueAt = null)
{
    /// <summary>Of who was recognized.</summary>
    /// <param name="who">The operator; null: nobody.</param>
    /// <param name="security">The operator's settings.</param>
    /// <param name="lapsed">What became of the session that was given; null: nothing.</param>
    public static SessionView Of(Operator? who, SecurityOptions security, LapsedSession? lapsed = null) => new(
        who is not null,
        who?.Name,
        who is null ? null : OperatorAccess.WordOf(who.Role),
        who is null ? null : SignInLog.WordOf(who.Way),
        who?.Provider,
        who?.EndsAt?.ToUnixTimeSeconds(),
        new SignInWaysView(security.Operators.Count > 0, [.. security.OpenId.Select(p => new ProviderView(p.Name, OpenIdSchemes.PathOf(p)))]),
        who is null && !security.HasSignIn ? OperatorRefusals.NotConfigured : null,
        who?.RenewBy?.ToUnixTimeSeconds(),
        (who is null ? lapsed?.Provider : who.RenewBy is null ? null : security.OpenId.Find(p => p.Name == who.Provider)) is { } again ? OpenIdSchemes.PathOf(again) : null);
}

/// <summary>How one may sign in; neither: whoever is on the hub's own machine needs not to.</summary>
/// <param name="Password">With name and password, POST /v1/session.</param>
/// <param name="Providers">With a provider of OpenID Connect.</param>
internal sealed record SignInWaysView(bool Password, IReadOnlyList<ProviderView> Providers);

/// <summary>A provider of OpenID Connect.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="Href">Where a browser goes to sign in; with <c>?return=/path</c>, where it comes back to.</param>
internal sealed record ProviderView(string Name, string Href);

/// <summary>What somebody signs in with.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Password">Their password.</param>
internal sealed record SignInDraft(string? Name, string? Password);
