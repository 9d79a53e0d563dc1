using TransitHub.Server.Security;

namespace TransitHub.Server.Options;

/// <summary>Holds what is said of operators and how they sign in against what can be.</summary>
internal static class SignInCheck
{
    /// <summary>One line for each mistake.</summary>
    public static IEnumerable<string> Find(SecurityOptions security)
    {
        foreach (NamedOperator user in security.Operators)
        {
            if (user.Name.Contains(':') || user.Name.Length > UserCredentials.LongestName || user.Name.Any(char.IsControl))
            {
                yield return $"Security:Operators: '{user.Name}' must have at most {UserCredentials.LongestName} characters, and no colon or control character among them.";
            }

            if (user.PasswordHash.Length > 0 && !PasswordHash.IsWellFormed(user.PasswordHash))
            {
                yield return $"Security:Operators: '{user.Name}': PasswordHash is not what 'transithub hash-password' prints.";
            }
        }

        foreach (IGrouping<string, NamedUser> same in security.Operators.GroupBy(u => u.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return $"Security:Operators: '{same.Key}' is given twice.";
        }

        foreach (string wrong in security.OpenId.SelectMany(p => p.Check()).Concat(FindProviders(security)))
        {
            yield return wrong;
        }

        if (security.PublicAddress is { } address && !IsPublicAddress(address))
        {
            yield return $"Security:PublicAddress is '{address}'; it must be what browsers see, as https://hub.example.org, without path and query; http only on 127.0.0.1, [::1] or localhost.";
        }
    }

    private static IEnumerable<string> FindProviders(SecurityOptions security)
    {
        foreach (IGrouping<string, OpenIdProvider> same in security.OpenId.GroupBy(p => p.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return $"Security:OpenId: '{same.Key}' is given twice.";
        }

        if (security.OpenId.Count > 0 && security.PublicAddress is null)
        {
            yield return "Security:OpenId needs Security:PublicAddress, where browsers reach the hub, such as https://hub.example.org: a provider sends them back there, and what a request says of it is not believed.";
        }

        // Audits have people of providers so, and nobody may pass for another.
        foreach (NamedOperator user in security.Operators.Where(u => security.OpenId.Exists(p => u.Name.EndsWith("@" + p.Name, StringComparison.Ordinal))))
        {
            yield return $"Security:Operators: '{user.Name}' is how somebody of the provider of that name is called (Security:OpenId). Choose another name.";
        }
    }

    private static bool IsPublicAddress(string text) => SafeAddress.TryParse(text, out Uri? address) && address.PathAndQuery == "/";
}
