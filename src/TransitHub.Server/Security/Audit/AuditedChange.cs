using System.Text.Json.Nodes;

namespace TransitHub.Server.Security.Audit;

/// <summary>One change that somebody made through the product.</summary>
/// <param name="At">When, Unix seconds.</param>
/// <param name="Who">The operator, or the command line and its user.</param>
/// <param name="What">What was done to it: add, rotate, revoke, edit, remove.</param>
/// <param name="Of">What kind of thing it is: key, device.</param>
/// <param name="Id">Which one.</param>
/// <param name="Before">What was there, without anything that opens; null: nothing.</param>
/// <param name="After">What is there, without anything that opens; null: nothing.</param>
internal sealed record AuditedChange(long At, string Who, string What, string Of, string Id, JsonNode? Before, JsonNode? After)
{
    /// <summary>Who changes what is changed without an operator: whoever uses the command line.</summary>
    public static string CommandLine => "command line: " + Environment.UserName;
}
