// Machine-written by `npm run generate`. Do not edit: the next run overwrites it.

export interface paths {
  '/groups/terminate_sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create jobs to terminate user group session
     * @description Asks Box to end the sessions of the members of groups. Box checks the permissions of the account behind the token, then creates jobs that process the request in the background. The response says that the request was accepted, not that the members are signed out yet.
     */
    post: operations['post_groups_terminate_sessions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/terminate_sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create jobs to terminate users session
     * @description Asks Box to end the sessions of users. Box checks the permissions of the account behind the token, then creates jobs that process the request in the background. The response says that the request was accepted, not that the users are signed out yet.
     */
    post: operations['post_users_terminate_sessions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description Box's response to a request that it rejected. Every field can be missing. */
    ClientError: {
      /**
       * @description Box's name for the kind of error.
       * @enum {string}
       */
      code?:
        | 'created'
        | 'accepted'
        | 'no_content'
        | 'redirect'
        | 'not_modified'
        | 'bad_request'
        | 'unauthorized'
        | 'forbidden'
        | 'not_found'
        | 'method_not_allowed'
        | 'conflict'
        | 'precondition_failed'
        | 'too_many_requests'
        | 'internal_server_error'
        | 'unavailable'
        | 'item_name_invalid'
        | 'insufficient_scope';
      /** @description Details that differ from endpoint to endpoint. */
      context_info?: {
        [key: string]: unknown;
      } | null;
      /** @description A page about the error. */
      help_url?: string;
      /** @description The error in a few words. */
      message?: string;
      /** @description The ID of the request, for Box's support. */
      request_id?: string;
      /**
       * Format: int32
       * @description The HTTP status, repeated.
       */
      status?: number;
      /**
       * @description Marks the object as an error.
       * @enum {string}
       */
      type?: 'error';
    };
    /** @description Box's response to a request that it accepted. */
    SessionTerminationMessage: {
      /** @description A sentence for people. It is not an identifier. */
      message?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  post_groups_terminate_sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The groups whose members to sign out. */
    requestBody: {
      content: {
        'application/json': {
          /** @description IDs of the groups whose members to sign out. */
          group_ids: string[];
        };
      };
    };
    responses: {
      /** @description Box accepted the request and processes it in the background. This doesn't mean that the users are signed out yet. The response contains no job ID; the outcome shows up in the admin events. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionTerminationMessage'];
        };
      };
      /** @description The request is invalid, for example because both lists are empty or an ID isn't a string. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description The access token is missing, expired, or revoked. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description The account behind the token, or its application, lacks the permission. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description A user or a group in the request was not found. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Too many requests. The `Retry-After` header says how many seconds to wait. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Box had an internal error. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Box didn't respond in time. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Any other error. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
    };
  };
  post_users_terminate_sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The users to sign out. Both lists are always sent; one of them can be empty. */
    requestBody: {
      content: {
        'application/json': {
          /** @description IDs of the users to sign out. */
          user_ids: string[];
          /** @description Logins (email addresses) of the users to sign out. */
          user_logins: string[];
        };
      };
    };
    responses: {
      /** @description Box accepted the request and processes it in the background. This doesn't mean that the users are signed out yet. The response contains no job ID; the outcome shows up in the admin events. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionTerminationMessage'];
        };
      };
      /** @description The request is invalid, for example because both lists are empty or an ID isn't a string. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description The access token is missing, expired, or revoked. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description The account behind the token, or its application, lacks the permission. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description A user or a group in the request was not found. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Too many requests. The `Retry-After` header says how many seconds to wait. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Box had an internal error. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Box didn't respond in time. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Any other error. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
    };
  };
}
