namespace TransitHub.Server.Views;

/// <summary>Who changed what.</summary>
/// <param name="Entries">The newest first.</param>
internal sealed record AuditList(IReadOnlyList<AuditedView> Entries);

/// <summary>One change.</summary>
/// <param name="At">When, Unix seconds.</param>
/// <param name="Who">The operator; local: somebody on the hub's machine; the command line and its user; or the provider.</param>
/// <param name="Of">What kind of thing was changed: alert, change (of the service), static (a version of the static feed), key (of a reader), device (the credential of one) or session (of somebody of a provider of OpenID Connect).</param>
/// <param name="What">What was done to it: create, edit, end, confirm, dismiss; add, rotate, revoke, edit, remove; role, end of a session; of a static version what became of it.</param>
/// <param name="Feed">The feed that it belongs to; null: it is the hub's.</param>
/// <param name="Id">Which one.</param>
/// <param name="Before">What it said; null: nothing.</param>
/// <param name="After">What it says; null: nothing.</param>
internal sealed record AuditedView(long At, string Who, string Of, string What, string? Feed, string Id, object? Before, object? After);
