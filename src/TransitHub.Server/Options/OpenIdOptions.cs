using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>A provider of OpenID Connect whose people may be operators. The flow is the code flow with PKCE; needs <see cref="SecurityOptions.PublicAddress"/>.</summary>
internal sealed class OpenIdProvider
{
    /// <summary>What it is called here, in links and behind the @ of its people's names: 1 to 32 of <c>a-z 0-9 -</c>.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Its address, below which <c>/.well-known/openid-configuration</c> is: https, or http on this machine.</summary>
    [Required]
    public string Authority { get; set; } = string.Empty;

    /// <summary>What the provider calls the hub.</summary>
    [Required]
    public string ClientId { get; set; } = string.Empty;

    /// <summary>A file with the client's secret, read at each sign-in, so that it may change; sent in the body (<c>client_secret_post</c>). Null: a client without a secret.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>What is asked for, by spaces; default <c>openid profile</c>.</summary>
    [Required]
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim with the name that audits have, followed by <c>@</c> and <see cref="Name"/>; default <c>preferred_username</c>, and <c>sub</c> for who has none.</summary>
    [Required]
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>The claim that says who has which role, of the ID token or of the provider's user info; a dot leads into an object (<c>realm_access.roles</c>). Default <c>groups</c>.</summary>
    [Required]
    public string RoleClaim { get; set; } = "groups";

    /// <summary>
    /// How long what the provider said of somebody holds, minutes, 1 to 1,440; default 15. Then it is asked again: by the hub, where it gave a refresh token, else by the
    /// browser, which the console sends there; so a role that is taken away there is gone after it.
    /// </summary>
    [Range(1, 1_440)]
    public int RecheckMinutes { get; set; } = 15;

    /// <summary>Which values of it give which role.</summary>
    public OpenIdRoles Roles { get; set; } = new();

    /// <summary><see cref="RecheckMinutes"/>.</summary>
    internal TimeSpan Recheck => TimeSpan.FromMinutes(this.RecheckMinutes);

    /// <summary>The highest role that these values of the claim give; null: none.</summary>
    internal OperatorRole? RoleOf(IReadOnlyCollection<string> values) =>
        this.Roles.Admin.Exists(values.Contains) ? OperatorRole.Admin
        : this.Roles.Operator.Exists(values.Contains) ? OperatorRole.Operator
        : this.Roles.Viewer.Exists(values.Contains) ? OperatorRole.Viewer
        : null;

    /// <summary>Those of the values that give a role.</summary>
    internal IReadOnlyList<string> ValuesWithRole(IEnumerable<string> values) => [.. values.Intersect(this.Roles.All, StringComparer.Ordinal)];

    /// <summary>One line for each mistake.</summary>
    internal IEnumerable<string> Check()
    {
        string at = $"Security:OpenId: '{this.Name}': ";
        if (this.Name.Length > 32 || !this.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return at + "Name must have 1 to 32 of a-z 0-9 -.";
        }

        if (this.Authority.Length > 0 && !IsAuthority(this.Authority))
        {
            yield return at + $"Authority is '{this.Authority}'; it must begin with https:// (http:// only on 127.0.0.1, [::1] or localhost), without user and query.";
        }

        if (this.ClientSecretFile is { } file && FindSecretProblem(file) is { } problem)
        {
            yield return at + $"ClientSecretFile {file}: {problem}";
        }

        if (!this.Scopes.Split(' ').Contains("openid"))
        {
            yield return at + $"Scopes is '{this.Scopes}'; openid must be among them.";
        }

        string[] values = [.. this.Roles.All];
        if (values.Length == 0 || values.Any(string.IsNullOrWhiteSpace))
        {
            yield return at + $"Roles must say which values of the claim '{this.RoleClaim}' give a role, such as {{ \"Admin\": [\"hub-admins\"] }}, and none of them may be empty.";
        }
    }

    private static bool IsAuthority(string text) => SafeAddress.TryParse(text, out Uri? address) && address.Query.Length == 0;

    private static string? FindSecretProblem(string file)
    {
        try
        {
            return string.IsNullOrWhiteSpace(File.ReadAllText(file)) ? "it is empty." : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}

/// <summary>Values of a claim, by the role that they give; of several the highest counts.</summary>
internal sealed class OpenIdRoles
{
    /// <summary>Who sees what is the operators' own.</summary>
    public List<string> Viewer { get; set; } = [];

    /// <summary>Who also writes alerts and changes of the service.</summary>
    public List<string> Operator { get; set; } = [];

    /// <summary>Who also says who else gets in.</summary>
    public List<string> Admin { get; set; } = [];

    /// <summary>Whatever gives a role.</summary>
    internal IEnumerable<string> All => [.. this.Viewer, .. this.Operator, .. this.Admin];
}
