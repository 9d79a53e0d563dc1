using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn;

/// <summary>How somebody is known to be an operator.</summary>
internal enum SignInWay
{
    /// <summary>On the hub's own machine, where no way of signing in is configured.</summary>
    Local,

    /// <summary>Name and password with the request (HTTP Basic).</summary>
    Basic,

    /// <summary>A session that began with name and password.</summary>
    Password,

    /// <summary>A session that began at a provider of OpenID Connect.</summary>
    OpenId,
}

/// <summary>An operator who asks.</summary>
/// <param name="Name">As audits have it: an account's name, or <c>name@provider</c>.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Way">How they are known.</param>
/// <param name="EndsAt">When their session ends; null: they have none.</param>
/// <param name="Provider">The provider who knows them; null: the hub does.</param>
/// <param name="RenewBy">When their browser has to go to the provider again; null: it has not, as long as the session lasts.</param>
internal sealed record Operator(string Name, OperatorRole Role, SignInWay Way, DateTimeOffset? EndsAt = null, string? Provider = null, DateTimeOffset? RenewBy = null);

/// <summary>Who a request is from, as far as it says.</summary>
/// <param name="Operator">The operator; null: nobody.</param>
/// <param name="RetrySeconds">When a password will be looked at again; 0: it was, or none was given.</param>
internal sealed record Recognition(Operator? Operator, int RetrySeconds)
{
    /// <summary>Nobody who is known.</summary>
    public static Recognition Nobody { get; } = new(null, 0);
}
