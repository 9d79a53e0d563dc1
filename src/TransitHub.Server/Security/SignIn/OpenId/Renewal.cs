namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>What a provider answered who was asked again.</summary>
/// <param name="Person">Whom it vouches for; null: nobody.</param>
/// <param name="RefreshToken">With what to ask the next time; null: as before.</param>
/// <param name="IsRefused">True: it does not vouch any more; false where there is no person: it could not be asked.</param>
/// <param name="Problem">Why there is no person, without anything secret; null: there is one.</param>
internal sealed record Renewal(OpenIdPerson? Person, string? RefreshToken, bool IsRefused, string? Problem)
{
    /// <summary>It vouches.</summary>
    public static Renewal Of(OpenIdPerson person, string? refreshToken) => new(person, refreshToken, false, null);

    /// <summary>It does not, any more.</summary>
    public static Renewal Refused(string why) => new(null, null, true, why);

    /// <summary>It could not be asked, or its answer is of no use.</summary>
    public static Renewal Unreached(string why, string? refreshToken = null) => new(null, refreshToken, false, why);
}
