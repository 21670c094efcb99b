export interface paths {
  '/users/terminate_sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['post_users_terminate_sessions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups/terminate_sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['post_groups_terminate_sessions'];
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
    ClientError: {
      /** @enum {string} */
      type?: 'error';
      /** Format: int32 */
      status?: number;
      /** @enum {string} */
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
      message?: string;
      context_info?: {
        [key: string]: unknown;
      } | null;
      help_url?: string;
      request_id?: string;
    };
    SessionTerminationMessage: {
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
  post_users_terminate_sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          user_ids: string[];
          user_logins: string[];
        };
      };
    };
    responses: {
      /** @description - */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionTerminationMessage'];
        };
      };
      /** @description - */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
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
  post_groups_terminate_sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          group_ids: string[];
        };
      };
    };
    responses: {
      /** @description - */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionTerminationMessage'];
        };
      };
      /** @description - */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description - */
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
