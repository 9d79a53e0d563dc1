using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>A session of somebody whom a provider knows, as its cookie has it.</summary>
/// <param name="Id">The session.</param>
/// <param name="Name">The person, as audits have it.</param>
/// <param name="Provider">The provider.</param>
/// <param name="RoleValues">What it said at the sign-in.</param>
/// <param name="Since">When that was.</param>
/// <param name="End">When the session ends.</param>
internal sealed record ProviderSession(string Id, string Name, OpenIdProvider Provider, IReadOnlyList<string> RoleValues, DateTimeOffset Since, DateTimeOffset End);

/// <summary>Of a request: its session holds again once the browser has been at the provider.</summary>
/// <param name="Provider">The provider.</param>
internal sealed record LapsedSession(OpenIdProvider Provider);
