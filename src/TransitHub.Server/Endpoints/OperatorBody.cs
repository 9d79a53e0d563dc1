using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;

namespace TransitHub.Server.Endpoints;

/// <summary>Reads what an operator writes: JSON of a bounded size, each key known, since a misspelt field would be one that never counts.</summary>
/// <param name="noun">What it is, such as "alert".</param>
/// <param name="mostBytes">The largest one, bytes.</param>
internal sealed class OperatorBody<TDraft>(string noun, long mostBytes)
    where TDraft : class
{
    private static readonly string Keys = string.Join(", ", typeof(TDraft).GetProperties().Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)));
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The draft, or the answer that says what is wrong.</summary>
    /// <param name="context">The request.</param>
    /// <param name="check">What is wrong with its content, by field.</param>
    public async Task<(TDraft? Draft, IResult? Refusal)> ReadAsync(HttpContext context, Func<TDraft, IReadOnlyDictionary<string, string[]>> check)
    {
        if (!context.Request.HasJsonContentType())
        {
            return (null, Results.Problem("Send JSON, with Content-Type application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType, title: "JSON only"));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = mostBytes;
        }

        try
        {
            TDraft? draft = await JsonSerializer.DeserializeAsync<TDraft>(context.Request.Body, Strict, context.RequestAborted).ConfigureAwait(false);
            if (draft is null)
            {
                return (null, FeedProblems.BadRequest($"Send the {noun}, not null."));
            }

            IReadOnlyDictionary<string, string[]> wrong = check(draft);
            return wrong.Count == 0 ? (draft, null) : (null, Results.ValidationProblem(wrong.ToDictionary(), title: $"The {noun} is not right", statusCode: StatusCodes.Status400BadRequest));
        }
        catch (JsonException exception)
        {
            string problem = string.IsNullOrEmpty(exception.Path) || exception.Path == "$" ? "the body is no JSON object" : exception.Path + " is no key of one, or has a value of another type";
            return (null, FeedProblems.BadRequest($"This is no {noun}: {problem}. Keys: {Keys}."));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, Results.Problem($"The {noun} may have at most {mostBytes} bytes.", statusCode: exception.StatusCode, title: "Too large"));
        }
    }
}
